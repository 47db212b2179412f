using System.Globalization;
using System.Net;
using System.Text.Json;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>One sell, driven through the outside only: by its partner, its user, and what happens on the chain.</summary>
internal sealed class SellDriver
{
    private const string RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    private const string Durable = "/runtime/webhooks/durabletask/instances";
    private const string DurableKey = "code=local-durable-key";
    private static int users;

    private readonly World world;
    private readonly string sessionId;
    private readonly string secret;
    private (string Hash, string Amount) lastTransfer;

    private SellDriver(World world, JsonElement session)
    {
        this.world = world;
        sessionId = session.GetProperty("id").GetString()!;
        secret = session.GetProperty("client_secret").GetString()!;
    }

    public string SessionId => sessionId;

    public string SellId => "sell_" + sessionId["ses_".Length..];

    public string Address { get; private set; } = "";

    /// <summary>A verified user's session, turned into a sell of 250 USDT on TRC20.</summary>
    public static async Task<SellDriver> StartAsync(World world, string card = "tok_ok", string crypto = "250", string? user = null)
    {
        var driver = await OpenAsync(world, user);
        await driver.SellAsync(card, crypto);
        return driver;
    }

    /// <summary>Its orchestration is ended from outside, as by an operator's mistake.</summary>
    public async Task TerminateAsync()
    {
        using var answer = await world.Api.PostAsync($"{Durable}/{SellId}/terminate?reason=test&{DurableKey}", null);
        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        while (await RuntimeStatusAsync() != "Terminated")
        {
            // It takes a turn, which nothing else waits for.
        }
    }

    /// <summary>Of its orchestration, as the Durable HTTP API tells it.</summary>
    public async Task<string?> RuntimeStatusAsync() =>
        JsonElement.Parse(await world.Api.GetStringAsync($"{Durable}/{SellId}?{DurableKey}")).GetProperty("runtimeStatus").GetString();

    /// <summary>A session; its user is verified, or is nobody that the provider knows.</summary>
    public static async Task<SellDriver> OpenAsync(World world, string? user = null, bool isVerified = true)
    {
        user ??= $"user-{Interlocked.Increment(ref users)}";
        var session = await world.PartnerAsync(HttpMethod.Post, "/v1/sessions", new
        {
            flow = "off_ramp",
            currency = "EUR",
            target_token = "USDT",
            target_network = "TRON",
            user_reference = $"order of {user}",
            partner_user_id = user,
            user_email = $"{user}{(isVerified ? "+verified" : "")}@example.com",
        }, HttpStatusCode.Created);
        var driver = new SellDriver(world, session);

        // As the sell page does it: whoever is not known to be verified goes through the step, as often as it takes.
        for (var n = 0; isVerified && n < world.Patience && session.GetProperty("kyc_status").GetString() != "verified"; n++)
        {
            await driver.ActAsync("/kyc");
            session = await driver.PageAsync(HttpMethod.Get, "");
        }

        return driver;
    }

    /// <summary>The session's user accepts a quote.</summary>
    public async Task SellAsync(string card = "tok_ok", string crypto = "250")
    {
        JsonElement? sell = null;
        while (sell is null)
        {
            var quote = await ActAsync("/quote", new { crypto_amount = crypto });
            try
            {
                sell = await ActAsync("/sell", Order(quote, card), HttpStatusCode.Created);
            }
            catch (QuoteExpired)
            {
                // On to the next one.
            }
        }

        Address = sell.Value.GetProperty("deposit").GetProperty("address").GetString()!;
    }

    public static object Order(JsonElement quote, string card = "tok_ok") =>
        new { quote_id = quote.GetProperty("id").GetString(), card_token = card, refund_address = RefundAddress };

    /// <summary>What the user does on the page. Where it is answered 503, nothing has changed by then.</summary>
    public async Task<JsonElement> ActAsync(string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        if (world is not { Patience: > 0, RefusesCleanly: true })
        {
            return await PageAsync(HttpMethod.Post, path, body, expected);
        }

        var before = await ShownAsync();
        return await world.SendAsync(
            HttpMethod.Post, $"/widget/sessions/{sessionId}{path}", secret, body, expected,
            async () => Assert.AreEqual(before, await ShownAsync(), $"{path} was answered 503 and has changed something"));
    }

    /// <param name="odd">Fields of the sandbox's control that are not as usual.</param>
    public async Task<JsonElement> DepositAsync(
        string amount = "250", string? stopAt = null, DateTimeOffset? seenAt = null, string? txHash = null, params (string Name, object Value)[] odd)
    {
        var fields = new Dictionary<string, object?>
        {
            ["network"] = "TRC20",
            ["address"] = Address,
            ["amount"] = amount,
            ["stop_at"] = stopAt ?? "confirmed",
            ["seen_at"] = seenAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'"),
            ["tx_hash"] = txHash,
        };
        foreach (var (name, value) in odd)
        {
            fields[name] = value;
        }

        var transfer = await world.SandboxAsync("/sandbox/deposits", fields.Where(field => field.Value is not null).ToDictionary());
        lastTransfer = (transfer.GetProperty("tx_hash").GetString()!, amount);
        return transfer;
    }

    /// <summary>The transfer that was seen is confirmed.</summary>
    public Task ConfirmAsync() => DepositAsync(lastTransfer.Amount, txHash: lastTransfer.Hash);

    /// <summary>A reorganised chain does not have the transfer any more.</summary>
    public Task DropAsync() => DepositAsync(lastTransfer.Amount, "dropped", txHash: lastTransfer.Hash);

    /// <summary>A notice of its payout that the provider's sandbox would not send, or not now.</summary>
    public async Task PayoutIsSaidAsync(string type, string amount = "227.70") =>
        await world.NoticeAsync("/webhooks/payouts", world.Settings.Payouts.NoticeSecrets, new
        {
            type,
            data = new
            {
                payout_id = (await OwnAsync("payouts")).Last().GetProperty("payout_id").GetString(),
                provider_reference = "ref",
                amount,
                currency = "EUR",
                failure_code = (string?)null,
                retryable_with_new_details = false,
                occurred_at = world.Now,
            },
        });

    /// <summary>The status of the answer, whatever it is.</summary>
    public async Task<HttpStatusCode> TryCancelAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/sessions/{sessionId}/cancel");
        request.Headers.Authorization = new("Bearer", Infrastructure.Shop.Token);
        using var answer = await world.Api.SendAsync(request);
        return answer.StatusCode;
    }

    public Task<JsonElement> CancelAsync(HttpStatusCode expected = HttpStatusCode.OK) =>
        world.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{sessionId}/cancel", null, expected);

    public Task<JsonElement> PageAsync(HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK) =>
        world.SendAsync(method, $"/widget/sessions/{sessionId}{path}", secret, body, expected);

    public Task<JsonElement> ReadAsync() => world.PartnerAsync(HttpMethod.Get, $"/v1/sells/{SellId}");

    public async Task<string> StandsAsync()
    {
        var sell = await ReadAsync();
        var failure = sell.GetProperty("failure_code").GetString();
        return $"{sell.GetProperty("status").GetString()}/{sell.GetProperty("phase").GetString()}{(failure is null ? "" : " " + failure)}";
    }

    /// <summary>The sell as operators see it, with its ledger.</summary>
    public Task<JsonElement> ReadAsOperatorAsync() => world.OperatorAsync(HttpMethod.Get, $"/ops/api/sells/{SellId}");

    public async Task<JsonElement> OperatorActsAsync(object action, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var seen = (await ReadAsync()).GetProperty("sequence").GetInt64();
        var body = JsonSerializer.SerializeToNode(action)!.AsObject();
        body["seen_sequence"] ??= seen;
        body["reason"] ??= "because";
        return await world.OperatorAsync(HttpMethod.Post, $"/ops/api/sells/{SellId}/actions", body, expected);
    }

    /// <summary>What of the provider's payouts or the custodian's refunds is this sell's: amount and status of each, in order.</summary>
    public async Task<string> EffectsAsync(string kind) =>
        string.Join(", ", (await OwnAsync(kind)).Select(effect => $"{effect.GetProperty("amount").GetString()} {effect.GetProperty("status").GetString()}"));

    /// <summary>Every entry has its counter-entry: zero in each currency. And every event has its place: none is missing.</summary>
    public async Task IsAccountedForAsync()
    {
        var entries = (await ReadAsOperatorAsync()).GetProperty("ledger").GetProperty("entries").EnumerateArray();
        foreach (var currency in entries.GroupBy(entry => entry.GetProperty("currency").GetString()))
        {
            Assert.AreEqual(0m, currency.Sum(entry => decimal.Parse(entry.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture)), currency.Key);
        }

        var sequences = new List<string>();
        var events = TableFilter.PartitionEquals(SellId["sell_".Length..]).And.RowKeyStartsWith(SellKeys.EventPrefix);
        await foreach (var row in world.Tables.Store.Table(StorageNames.Sells).QueryAllAsync(events))
        {
            sequences.Add(row.RowKey);
        }

        var last = (await ReadAsync()).GetProperty("sequence").GetInt32();
        CollectionAssert.AreEqual(Enumerable.Range(1, last).Select(n => SellKeys.Event(n)).ToArray(), sequences);
    }

    private async Task<IEnumerable<JsonElement>> OwnAsync(string kind) => (await world.EffectsAsync(kind))
        .Where(effect => effect.GetProperty($"{kind[..^1]}_id").GetString()!.Contains(SellId["sell_".Length..], StringComparison.Ordinal));

    private async Task<string> ShownAsync()
    {
        var session = await PageAsync(HttpMethod.Get, "");
        return $"{session.GetProperty("status")} {session.GetProperty("sell")}";
    }
}
