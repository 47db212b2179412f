using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

internal static partial class WaysToCodes
{
    /// <summary>What takes a setting, bad luck, or a part in trouble.</summary>
    public static readonly Dictionary<string, Func<Task<HttpResponseMessage>>> InTrouble = new()
    {
        ["rate_limited"] = () => TwiceAsync(("OFFRAMP_PARTNER_RATE", "1/1")),
        ["forbidden"] = SignInWithoutRoleAsync,
        ["same_operator"] = AgreeWithOneselfAsync,
        ["internal_error"] = async () => await QuoteAsync(services => services.AddSingleton<IRateSource>(new BrokenRates())),
        ["rate_unavailable"] = () => QuoteAsync(fault: "rates"),
        ["provider_unavailable"] = () => QuoteAsync(fault: "kyc", path: "/kyc"),
        ["live_updates_unavailable"] = FollowWithoutLiveUpdatesAsync,
        ["decision_pending"] = CancelWhileSilentAsync,
        ["session_busy"] = SellWhileChangedAsync,
        ["not_ready"] = async () => await GetAsync("/health/ready", services => services.AddSingleton<IReadinessCheck>(new NeverReady())),
        ["storage_unavailable"] = () => GetAsync("/v1/sells", services => services.AddSingleton(Unreachable())),
    };

    private static async Task<HttpResponseMessage> TwiceAsync(params (string, string?)[] settings)
    {
        await using var shop = await Shop.OpenAsync(null, settings);
        using var first = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");
        return await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");
    }

    private static async Task<HttpResponseMessage> SignInWithoutRoleAsync()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_OPERATOR_AUTH", "entra"));
        var principal = JsonSerializer.SerializeToUtf8Bytes(new { claims = new[] { new { typ = "name", val = "ann" } } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/api/audit");
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(principal));
        return await shop.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> AgreeWithOneselfAsync()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop", offramp_enabled = true });
        var approval = (await Shop.ReadAsync(created, HttpStatusCode.Created)).GetProperty("approval").GetProperty("id").GetString();
        return await shop.OperatorAsync($"/ops/api/approvals/{approval}", new { decision = "approve", reason = "because" });
    }

    private static async Task<HttpResponseMessage> QuoteAsync(
        Action<IServiceCollection>? replace = null, string? fault = null, string path = "/quote")
    {
        await using var shop = await Shop.OpenAsync(replace);
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        if (fault is not null)
        {
            await shop.ControlAsync("/sandbox/faults", new { provider = fault, mode = "refuse", times = 10 });
        }

        return await shop.PageAsync(session, HttpMethod.Post, path, path == "/quote" ? new { crypto_amount = "250" } : null);
    }

    private static async Task<HttpResponseMessage> FollowWithoutLiveUpdatesAsync()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_REALTIME_URL", ""));
        return await shop.PageAsync(await shop.OpenSessionAsync(), HttpMethod.Post, "/realtime");
    }

    private static async Task<HttpResponseMessage> CancelWhileSilentAsync()
    {
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(all => new CancelSell(
            all.GetRequiredService<SellStore>(), all.GetRequiredService<SellInbox>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<SellPolicies>())
        {
            Patience = TimeSpan.FromMilliseconds(100),
        }));
        var session = await shop.SellAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "503", times = 5 });
        return await shop.PageAsync(session, HttpMethod.Post, "/cancel");
    }

    // Before each try to write the sell, its session's secret is renewed: another change of the same session.
    private static async Task<HttpResponseMessage> SellWhileChangedAsync()
    {
        var edge = FaultyEdge.ToStorage();
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(all => AzuriteTables.Open(
            all.GetRequiredService<Functions.Hosting.Configuration.Settings>().Storage.ConnectionString!,
            all.GetRequiredService<Functions.Hosting.Configuration.Settings>().Storage.TablePrefix, edge)));
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        var isRenewing = false;
        edge.Before = async call =>
        {
            if (isRenewing || call.Name != "POST $batch")
            {
                return;
            }

            isRenewing = true;
            using var renewed = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/client_secret");
            isRenewing = false;
        };
        return await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));
    }

    private static async Task<HttpResponseMessage> GetAsync(string path, Action<IServiceCollection> replace)
    {
        var settings = TestSettings.Local(
            ("AzureWebJobsStorage", await AzuriteFixture.ConnectionStringAsync()), ("OFFRAMP_TABLE_PREFIX", AzuriteFixture.NewPrefix()),
            ("OFFRAMP_DEMO_PARTNER_TOKEN", null));
        await using var app = await RunningApp.StartAsync(settings, services =>
        {
            services.AddLogging();
            replace(services);
        });
        app.Client.DefaultRequestHeaders.Authorization = new("Bearer", Shop.Token);
        return await app.Client.GetAsync(path);
    }

    private static TableStore Unreachable()
    {
        var edge = FaultyEdge.ToStorage();
        edge.Decide = call => call.Name.StartsWith("POST", StringComparison.Ordinal) ? Mood.Fine : Mood.Refused;
        return AzuriteTables.Open(AzuriteFixture.ConnectionStringAsync().Result, AzuriteFixture.NewPrefix(), edge);
    }

    // A chunk without a size: Kestrel cannot read on.
    private static async Task<HttpResponseMessage> BreakOffAsync(Market market)
    {
        var address = market.Shop.Client.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /widget/session HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Shop.Token}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var lines = (await reader.ReadToEndAsync()).Split("\r\n");
        var answer = new HttpResponseMessage((HttpStatusCode)int.Parse(lines[0].Split(' ')[1]));
        answer.Headers.Add("X-Request-Id", lines.First(line => line.StartsWith("X-Request-Id: ", StringComparison.Ordinal))["X-Request-Id: ".Length..]);
        answer.Content = new StringContent(lines[^1], Encoding.UTF8, "application/problem+json");
        return answer;
    }

    // The first request has claimed the key, and is still running.
    private static async Task<HttpResponseMessage> AskAgainMeanwhileAsync(Market market)
    {
        var body = Bodies.Gate().ToJsonString();
        var attempt = new Attempt(
            PartnerStore.Partition(DemoPartner.Id), ClaimStore.RowKey("POST", "/v1/sessions", "running"),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body))),
            Id26.New(market.Shop.Clock.GetUtcNow()));
        await market.Shop.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default);
        return await market.CallAsync(Gate, Market.Json(body), "running");
    }

    private sealed class BrokenRates : IRateSource
    {
        public Task<Rate?> FindAsync(Currency asset, Currency fiat, CancellationToken cancellation) => throw new InvalidOperationException();
    }

    private sealed class NeverReady : IReadinessCheck
    {
        public string Name => "luck";

        public Task CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
