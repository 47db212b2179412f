using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.LocalHost;

namespace OffRamp.Benchmarks.Product;

/// <summary>How long a sell took: from its session to the partner's notice of the end, in milliseconds, and from the deposit's notice to the payout.</summary>
internal readonly record struct ProductTimes(double EndToEnd, Interval NoticeToPayout);

/// <summary>Partner and users of every sell, from outside only. One that gets stuck fails the run.</summary>
internal sealed class Seller(ProductWorld world) : IDisposable
{
    private const string RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string partnersToken = LocalSettings.Defaults["OFFRAMP_DEMO_PARTNER_TOKEN"];
    private readonly string run = $"{Random.Shared.Next():x}";
    private readonly HttpClient client = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null })
    {
        BaseAddress = world.Product.Address,
        Timeout = Patience,
    };

    private int users;

    /// <summary>Has the partner told of everything, at the door.</summary>
    public Task FollowAsync() => PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = world.Door.PartnersEndpoint.ToString() });

    public async Task<List<ProductTimes>> RunAsync(int count, int atOnce)
    {
        var times = new ProductTimes[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => times[i] = await SellAsync());
        return [.. times];
    }

    /// <summary>A verified user's session; what it answers.</summary>
    public async Task<JsonElement> OpenAsync()
    {
        var user = $"u{run}n{Interlocked.Increment(ref users)}";
        var session = await PartnerAsync(HttpMethod.Post, "/v1/sessions", new
        {
            flow = "off_ramp",
            currency = "EUR",
            target_token = "USDT",
            target_network = "TRON",
            user_reference = user,
            partner_user_id = user,
            user_email = $"{user}+verified@example.com",
        });
        if (session.GetProperty("kyc_status").GetString() != "verified")
        {
            await PageAsync(session, "kyc");
        }
        return session;
    }

    /// <summary>A locked quote for 250 USDT.</summary>
    public Task<JsonElement> QuoteAsync(JsonElement session) => PageAsync(session, "quote", new { crypto_amount = "250" });

    public Task<JsonElement> StartAsync(JsonElement session, JsonElement quote) =>
        PageAsync(session, "sell", new { quote_id = Text(quote, "id"), card_token = "tok_ok", refund_address = RefundAddress });

    /// <summary>The whole amount arrives, and is confirmed.</summary>
    public async Task DepositAsync(string address)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(world.Sandbox, "sandbox/deposits"), new { network = "TRC20", address, amount = "250" });
        answer.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> PartnerAsync(HttpMethod method, string path, object? body = null) => SendAsync(method, path, partnersToken, body);

    public void Dispose() => client.Dispose();

    private async Task<ProductTimes> SellAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var session = await OpenAsync();
        var sell = await StartAsync(session, await QuoteAsync(session));
        var address = Text(sell.GetProperty("deposit"), "address");
        var trace = world.Door.Follow(Text(sell, "id"), address);
        await DepositAsync(address);
        await trace.Completed.WaitAsync(Patience);
        return new(Stopwatch.GetElapsedTime(began).TotalMilliseconds, trace.NoticeToPayout);
    }

    private Task<JsonElement> PageAsync(JsonElement session, string call, object? body = null) =>
        SendAsync(HttpMethod.Post, $"/widget/sessions/{Text(session, "id")}/{call}", Text(session, "client_secret"), body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string bearer, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", bearer);
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():n}");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}", inner: null, answer.StatusCode);
    }

    private static string Text(JsonElement of, string property) => of.GetProperty(property).GetString()!;
}
