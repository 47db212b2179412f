using System.Text.Json.Nodes;
using OffRamp.LocalHost.Sandbox.Chain;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>
/// Brings a sell of its own into each of the operators' queues, by nothing but what users, the sandbox's controls and the clock
/// can do. The names are the queues'; a hold's says its reason too.
/// </summary>
internal sealed class QueueRecipes(LocalHostApp host, Shop shop, ShopBackend backend, ReceivedWebhooks webhooks)
{
    private static readonly TimeSpan DepositWindow = TimeSpan.FromHours(6.2);
    private static readonly TimeSpan WebhooksAreTried = TimeSpan.FromDays(4);

    private Dictionary<string, Func<Customer, CancellationToken, Task>> Recipes => new()
    {
        ["on_hold:compliance_review"] = HoldByRiskAsync,
        ["on_hold:rate_moved"] = HoldByRateAsync,
        ["on_hold:kyc_required"] = HoldByKycAsync,
        ["action_required"] = DeclineAsync,
        ["refund_failed"] = FailRefundAsync,
        ["late"] = DepositLateAsync,
        ["case"] = OpenCaseAsync,
        ["stuck"] = StickAsync,
        ["webhook_dead"] = GiveWebhooksUpAsync,
        ["unmatched"] = DepositNowhereAsync,
    };

    /// <returns>The sell's id.</returns>
    /// <exception cref="ShopFailure">There is no such queue, or something on the way was refused.</exception>
    public async Task<string> BringAsync(string queue, CancellationToken cancellation)
    {
        if (!Recipes.TryGetValue(queue, out var recipe))
        {
            throw new ShopFailure($"There is no queue {queue}, but {string.Join(", ", Recipes.Keys)}.");
        }

        var customer = new Customer(shop, backend);
        await recipe(customer, cancellation);
        return customer.SellId;
    }

    private static async Task HoldByRiskAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_ok", cancellation);
        await customer.DepositAsync(cancellation, ("risk", "high"));
        await customer.UntilAsync(IsIn("on_hold"), cancellation);
    }

    private async Task HoldByRateAsync(Customer customer, CancellationToken cancellation)
    {
        var rates = (await shop.ControlAsync("GET", "rates", null, cancellation)).Expect("No rates")["data"]!.AsArray();
        var before = rates.First(rate => (string?)rate!["asset"] == "USDT" && (string?)rate["fiat"] == "EUR")!;
        await customer.SellAsync("tok_ok", cancellation);
        await SetRateAsync("0.5", cancellation);
        try
        {
            await customer.DepositAsync(cancellation);
            await customer.UntilAsync(IsIn("on_hold"), cancellation);
        }
        finally
        {
            await SetRateAsync((string)before["rate"]!, cancellation);
        }
    }

    private async Task HoldByKycAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_ok", cancellation);
        var all = (await shop.ControlAsync("GET", "verifications?last=50", null, cancellation)).Expect("No verifications")["data"]!.AsArray();
        var theirs = all.Last(verification => ((string)verification!["user"]!).Contains(customer.Name, StringComparison.Ordinal))!;
        await shop.ControlAsync("POST", $"verifications/{theirs["verification_id"]}", new JsonObject { ["status"] = "not_started" }, cancellation);
        await customer.DepositAsync(cancellation);
        await customer.UntilAsync(IsIn("on_hold"), cancellation);
    }

    private static async Task DeclineAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_declined", cancellation);
        await customer.DepositAsync(cancellation);
        await customer.UntilAsync(IsIn("action_required"), cancellation);
    }

    private async Task FailRefundAsync(Customer customer, CancellationToken cancellation)
    {
        await shop.ControlAsync("POST", "refund_failures", new JsonObject { ["address"] = customer.RefundAddress }, cancellation);
        await customer.SellAsync("tok_closed", cancellation);
        await customer.DepositAsync(cancellation);
        await customer.UntilAsync(IsIn("refund_failed"), cancellation);
    }

    // From a sender of high risk: other late money goes back by itself, mostly before anybody has looked.
    private static async Task DepositLateAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_ok", cancellation);
        await customer.CancelAsync(cancellation);
        await customer.DepositAsync(cancellation, ("risk", "high"));
        await customer.UntilAsync(sell => sell["labels"]!.AsArray().Any(label => (string?)label == "late"), cancellation);
    }

    private static async Task OpenCaseAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_ok", cancellation);
        await customer.DepositAsync(cancellation, ("contract_address", SandboxAddress.ForToken("TRC20", "nobody's")));
    }

    // Time leaps over the sell's deadline without a stop: nothing has moved it. The timer finds it within a minute or two.
    private async Task StickAsync(Customer customer, CancellationToken cancellation)
    {
        if (host.Hub is null)
        {
            throw new ShopFailure("The clock follows real time here.");
        }

        await customer.SellAsync("tok_ok", cancellation);
        host.Clock.MoveOffset(host.Clock.Offset + DepositWindow);
    }

    private async Task GiveWebhooksUpAsync(Customer customer, CancellationToken cancellation)
    {
        await customer.SellAsync("tok_ok", cancellation);
        webhooks.Refuse(customer.SellId);
        await customer.DepositAsync(cancellation);
        await customer.UntilAsync(IsIn("paid"), cancellation);
        await host.ClockAdvance.AdvanceAsync(WebhooksAreTried, cancellation);
    }

    private async Task DepositNowhereAsync(Customer customer, CancellationToken cancellation) => (await shop.ControlAsync(
        "POST",
        "deposits",
        new JsonObject { ["network"] = "TRC20", ["address"] = customer.RefundAddress, ["amount"] = Customer.Amount },
        cancellation)).Expect("No transfer");

    private Task<ApiAnswer> SetRateAsync(string rate, CancellationToken cancellation) =>
        shop.ControlAsync("POST", "rates", new JsonObject { ["asset"] = "USDT", ["fiat"] = "EUR", ["rate"] = rate }, cancellation);

    private static Func<JsonNode, bool> IsIn(string phase) => sell => (string?)sell["phase"] == phase;
}
