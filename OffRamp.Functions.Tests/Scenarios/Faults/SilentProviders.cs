using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Faults;

[TestClass]
public sealed class SilentProviders
{
    [TestMethod]
    public async Task That_a_user_is_not_verified_is_said_only_by_the_providers_word()
    {
        var edge = FaultyEdge.ToProviders();
        edge.Decide = call => call is { Name: "GET /verifications", Number: <= 2 } ? Mood.Busy : Mood.Fine;
        await using var world = await World.StartAsync(edges: new Edges { Providers = edge });
        var unheard = await SellDriver.OpenAsync(world);
        world.Patience = 3;

        await unheard.SellAsync();

        Assert.AreEqual("pending/awaiting_deposit", await unheard.StandsAsync());
        Assert.ContainsSingle(world.Refusals, "the silence was answered as kyc_required");
    }

    [TestMethod]
    public async Task Providers_that_are_down_for_hours_delay_a_payout_and_no_more()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        foreach (var provider in (string[])["custodian", "payouts", "rates"])
        {
            await world.SandboxAsync("/sandbox/faults", new { provider, mode = "503", times = 1_000_000 });
        }

        await sell.DepositAsync();

        await world.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.AreEqual("processing/paying_out", await sell.StandsAsync());
        using var cleared = await world.Sandbox.DeleteAsync("/sandbox/faults");
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));

        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        Assert.AreEqual("227.70 settled", await sell.EffectsAsync("payouts"));
    }

    [TestMethod]
    public async Task Without_the_custodians_word_no_deadline_is_applied()
    {
        await using var world = await World.StartAsync(settings: ("OFFRAMP_DEPOSIT_WINDOW", "00:10:00"));
        var (unpaid, unseen) = (await SellDriver.StartAsync(world), await SellDriver.StartAsync(world));
        var inTime = world.Now;
        await world.SandboxAsync("/sandbox/faults", new { provider = "custodian", mode = "503", times = 1_000_000 });

        await world.AdvanceAsync(TimeSpan.FromMinutes(40));
        Assert.AreEqual("pending/awaiting_deposit", await unpaid.StandsAsync());
        await unseen.DepositAsync(seenAt: inTime);
        using var cleared = await world.Sandbox.DeleteAsync("/sandbox/faults");
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.AreEqual("failed/expired deposit_timeout", await unpaid.StandsAsync());
        Assert.AreEqual("completed/paid", await unseen.StandsAsync());
    }

    [TestMethod]
    public async Task A_silent_custodian_takes_nothing_of_the_users_day()
    {
        var edge = FaultyEdge.ToProviders();
        await using var world = await World.StartAsync(edges: new Edges { Providers = edge });
        for (var sells = 0; sells < 4; sells++)
        {
            await (await SellDriver.OpenAsync(world, "rich")).SellAsync(crypto: "10000");
        }

        edge.Decide = call => call.Name == "POST /addresses" ? Mood.Busy : Mood.Fine;
        var given = await SellDriver.OpenAsync(world, "rich");
        var quote = await given.PageAsync(HttpMethod.Post, "/quote", new { crypto_amount = "10000" });
        await given.PageAsync(HttpMethod.Post, "/sell", SellDriver.Order(quote), HttpStatusCode.ServiceUnavailable);
        edge.Decide = _ => Mood.Fine;

        var other = await SellDriver.OpenAsync(world, "rich");
        await other.SellAsync(crypto: "10000");

        Assert.AreEqual("pending/awaiting_deposit", await other.StandsAsync());
    }
}
