namespace OffRamp.Functions.Tests.Scenarios.Faults;

/// <summary>A way a sell may go: what happens to it, and how it has to end whatever goes wrong on the way.</summary>
/// <param name="Ends">Status and phase.</param>
/// <param name="Payouts">The provider's list: amounts and outcomes.</param>
/// <param name="Refunds">The custodian's list.</param>
/// <param name="Calls">Every provider call, in order, when nothing goes wrong.</param>
/// <param name="TellAsync">What happens, up to where only time has to pass.</param>
internal sealed record Storyline(string Ends, string Payouts, string Refunds, string[] Calls, Func<World, Task<SellDriver>> TellAsync)
{
    /// <summary>The calls that this story has for a reason of its own: which of its name; null for all of them.</summary>
    public (string Call, int Number)[]? Own { get; init; }

    private static readonly string[] Opening =
        ["POST /verifications", "GET /verifications", "GET /rates", "GET /cards", "POST /addresses"];

    private static readonly string[] Paying = ["GET /deposits", "GET /rates", "GET /payouts", "POST /payouts"];

    public static IReadOnlyDictionary<string, Storyline> All { get; } = new Dictionary<string, Storyline>
    {
        ["paid"] = new("completed/paid", "227.70 settled", "", [.. Opening, .. Paying], Paid),
        ["new user"] = new("completed/paid", "227.70 settled", "", ["POST /verifications", "GET /verifications", .. Opening[..3], "GET /verifications", .. Opening[3..], .. Paying], NewUser)
        {
            Own = [("POST /verifications", 2), ("GET /verifications", 2), ("GET /verifications", 3)],
        },
        ["already sent"] = new("completed/paid", "227.70 settled", "", [.. Opening, "GET /deposits", .. Paying], AlreadySent)
        {
            Own = [("GET /deposits", 1), ("GET /deposits", 2)],
        },
        ["slow to confirm"] = new("completed/paid", "227.70 settled", "", [.. Opening, "GET /deposits", .. Paying], SlowToConfirm)
        {
            Own = [("GET /deposits", 1), ("GET /deposits", 2)],
        },
        ["silent"] = new("completed/paid", "227.70 settled", "", [.. Opening, .. Paying, "GET /payouts"], Silent)
        {
            Own = [("GET /payouts", 2)],
        },
        ["too much"] = new("completed/paid", "227.70 settled", "50 sent", [.. Opening, .. Paying, "GET /refunds", "POST /refunds", "GET /refunds"], TooMuch)
        {
            Own = [("GET /refunds", 1), ("POST /refunds", 1), ("GET /refunds", 2)],
        },
        ["new card"] = new(
            "completed/paid", "227.70 failed, 227.70 settled", "",
            [.. Opening, .. Paying, "GET /payouts", "GET /cards", "GET /deposits", "GET /rates", "GET /payouts", "POST /payouts"], NewCard)
        {
            Own = [("GET /payouts", 2), ("GET /cards", 2), ("GET /deposits", 2), ("GET /rates", 3), ("GET /payouts", 3), ("POST /payouts", 2)],
        },
        ["card closed"] = new(
            "failed/refunded payout_failed", "227.70 failed", "250 sent",
            [.. Opening, .. Paying, "GET /payouts", "GET /refunds", "POST /refunds", "GET /refunds"], CardClosed)
        {
            Own = [("GET /payouts", 2), ("GET /refunds", 1), ("POST /refunds", 1), ("GET /refunds", 2)],
        },
        ["expired"] = new("failed/expired deposit_timeout", "", "", [.. Opening, "GET /deposits"], Expired)
        {
            Own = [("GET /deposits", 1)],
        },
        ["cancelled"] = new("cancelled/cancelled", "", "", [.. Opening, "GET /deposits"], Cancelled)
        {
            Own = [("GET /deposits", 1)],
        },
    };

    private static async Task<SellDriver> Paid(World world)
    {
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        return sell;
    }

    private static async Task<SellDriver> NewUser(World world)
    {
        var sell = await SellDriver.OpenAsync(world, isVerified: false);
        var started = await sell.ActAsync("/kyc");
        var id = started.GetProperty("verification_url").GetString()!.Split('/')[^1];
        await world.SandboxAsync($"/sandbox/verifications/{id}", new { status = "verified" });
        await world.QuietAsync();
        await sell.SellAsync();
        await sell.DepositAsync();
        return sell;
    }

    private static async Task<SellDriver> AlreadySent(World world)
    {
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync(stopAt: "seen");
        await world.QuietAsync();
        await sell.ActAsync("/check_deposit");
        await sell.ConfirmAsync();
        return sell;
    }

    private static async Task<SellDriver> SlowToConfirm(World world)
    {
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync(stopAt: "seen");
        await world.AdvanceAsync(TimeSpan.FromMinutes(5.5));
        await sell.ConfirmAsync();
        return sell;
    }

    private static async Task<SellDriver> Silent(World world)
    {
        var sell = await SellDriver.StartAsync(world, "tok_silent");
        await sell.DepositAsync();
        return sell;
    }

    private static async Task<SellDriver> TooMuch(World world)
    {
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync("300");
        return sell;
    }

    private static async Task<SellDriver> NewCard(World world)
    {
        var sell = await SellDriver.StartAsync(world, "tok_declined");
        await sell.DepositAsync();
        await world.UntilAsync(async () => await sell.StandsAsync() == "processing/action_required");
        await sell.ActAsync("/payout_details", new { card_token = "tok_ok" });
        return sell;
    }

    private static async Task<SellDriver> CardClosed(World world)
    {
        var sell = await SellDriver.StartAsync(world, "tok_closed");
        await sell.DepositAsync();
        return sell;
    }

    private static Task<SellDriver> Expired(World world) => SellDriver.StartAsync(world);

    // The wish stands: whoever was told 503 finds it granted when the custodian has answered.
    private static async Task<SellDriver> Cancelled(World world)
    {
        var sell = await SellDriver.StartAsync(world);
        for (var n = 0; n < 10 && await sell.TryCancelAsync() == System.Net.HttpStatusCode.ServiceUnavailable; n++)
        {
            await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        return sell;
    }
}
