using System.Text.Json.Nodes;
using OffRamp.LocalHost.Sandbox.Chain;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>A verified user who sells 250 USDT without a browser, so that a sell can be brought where somebody wants to see it.</summary>
internal sealed class Customer(Shop shop, ShopBackend backend)
{
    public const string Amount = "250";
    private const string Network = "TRC20";

    private string secret = "";
    private string sessionId = "";
    private string address = "";

    /// <summary>A user whom nobody has seen before.</summary>
    public string Name { get; } = $"queue-{Guid.NewGuid():n}"[..24];

    public string SellId { get; private set; } = "";

    /// <summary>An address of this user's own wallet.</summary>
    public string RefundAddress => SandboxAddress.ForToken(Network, Name);

    public async Task SellAsync(string card, CancellationToken cancellation)
    {
        var session = await shop.OpenAsync(
            new JsonObject
            {
                ["by"] = "widget",
                ["user"] = Name,
                ["email"] = $"{Name}+verified@example.com",
                ["asset"] = "USDT",
                ["network"] = Network,
                ["fiat"] = "EUR",
                ["reference"] = Name,
            },
            cancellation);
        (sessionId, secret) = ((string)session["id"]!, (string)session["client_secret"]!);
        var quote = (await PageAsync("quote", new JsonObject { ["crypto_amount"] = Amount }, cancellation)).Expect("No quote");
        var terms = new JsonObject { ["quote_id"] = (string?)quote["id"], ["card_token"] = card, ["refund_address"] = RefundAddress };
        var sell = (await PageAsync("sell", terms, cancellation)).Expect("No sell");
        (SellId, address) = ((string)sell["id"]!, (string)sell["deposit"]!["address"]!);
    }

    /// <param name="change">What is odd about the transfer.</param>
    public async Task DepositAsync(CancellationToken cancellation, params (string Name, string Value)[] change)
    {
        var transfer = new JsonObject { ["network"] = Network, ["address"] = address, ["amount"] = Amount };
        foreach (var (field, value) in change)
        {
            transfer[field] = value;
        }

        (await shop.ControlAsync("POST", "deposits", transfer, cancellation)).Expect("No transfer");
    }

    public async Task CancelAsync(CancellationToken cancellation) => (await PageAsync("cancel", new JsonObject(), cancellation)).Expect("Not cancelled");

    /// <summary>Waits until the partner API says so of the sell, ten seconds at most.</summary>
    public async Task UntilAsync(Func<JsonNode, bool> isSo, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var sell = await backend.CallAsync(HttpMethod.Get, $"/v1/sells/{SellId}", cancellation: cancellation);
            if (sell is { IsOk: true, Body: { } body } && isSo(body))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    private Task<ApiAnswer> PageAsync(string call, JsonNode body, CancellationToken cancellation) =>
        backend.CallAsync(HttpMethod.Post, $"/widget/sessions/{sessionId}/{call}", body, secret, cancellation);
}
