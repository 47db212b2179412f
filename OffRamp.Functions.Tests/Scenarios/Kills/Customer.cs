using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>One sell from the session to the transfer, by somebody who repeats whatever is not answered; knows what was acknowledged.</summary>
internal sealed class Customer(PatientClient client, int number, string card)
{
    public const int Steps = 4;

    private const string Amount = "250";
    private const string RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    private readonly string run = Guid.NewGuid().ToString("N");

    public string SellId { get; private set; } = "";

    /// <summary>The transfer that the custodian was told of.</summary>
    public string TxHash { get; private set; } = "";

    /// <param name="acknowledged">Called after each step that was answered.</param>
    public async Task SellAsync(Action acknowledged)
    {
        var session = (await client.AskAsync(new Call(HttpMethod.Post, "/v1/sessions")
        {
            Bearer = Shop.Token,
            IdempotencyKey = $"session-{run}",
            Body = new
            {
                flow = "off_ramp",
                currency = "EUR",
                target_token = "USDT",
                target_network = "TRON",
                user_reference = $"order-{number}",
                partner_user_id = $"user-{run}",
                user_email = $"{run}+verified@example.com",
            },
        })).Demand();
        acknowledged();
        var address = await AcceptAsync($"/widget/sessions/{session.GetProperty("id").GetString()}", session.GetProperty("client_secret").GetString()!, acknowledged);
        acknowledged();
        await DepositAsync(address);
        acknowledged();
    }

    public async Task<string> StandsAsync()
    {
        var sell = (await client.AskAsync(new Call(HttpMethod.Get, $"/v1/sells/{SellId}") { Bearer = Shop.Token })).Demand();
        return $"{sell.GetProperty("status").GetString()}/{sell.GetProperty("phase").GetString()}";
    }

    /// <summary>
    /// As a page does it: a quote lasts a minute, and a repetition may come later than that; and a user who is verified
    /// becomes known as such by the step if the provider was silent when the session began.
    /// </summary>
    private async Task<string> AcceptAsync(string page, string secret, Action acknowledged)
    {
        for (var quotes = 1; ; quotes++)
        {
            var quote = (await client.AskAsync(new Call(HttpMethod.Post, $"{page}/quote")
            {
                Bearer = secret,
                IdempotencyKey = $"quote-{run}-{quotes}",
                Body = new { crypto_amount = Amount },
            })).Demand();
            if (quotes == 1)
            {
                acknowledged();
            }

            var sell = await client.AskAsync(new Call(HttpMethod.Post, $"{page}/sell")
            {
                Bearer = secret,
                IdempotencyKey = $"sell-{run}-{quotes}",
                Body = new { quote_id = quote.GetProperty("id").GetString(), card_token = card, refund_address = RefundAddress },
            });
            if (sell.Code == "kyc_required")
            {
                (await client.AskAsync(new Call(HttpMethod.Post, $"{page}/kyc") { Bearer = secret })).Demand();
            }

            if (sell.Code is "quote_expired" or "kyc_required")
            {
                continue;
            }

            SellId = sell.Demand().GetProperty("id").GetString()!;
            Assert.AreEqual(HttpStatusCode.Created, sell.Status);
            return sell.Json.GetProperty("deposit").GetProperty("address").GetString()!;
        }
    }

    private async Task DepositAsync(string address)
    {
        var transfer = await client.AskAsync(new Call(HttpMethod.Post, "/sandbox/deposits")
        {
            IsForSandbox = true,
            IdempotencyKey = $"transfer-{run}",
            Body = new { network = "TRC20", address, amount = Amount, tx_hash = run + run },
        });
        TxHash = transfer.Demand().GetProperty("tx_hash").GetString()!;
    }
}
