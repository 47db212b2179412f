using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.LocalHost.Sandbox;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// The whole app with a partner's shop in front of it: real HTTP, real tables, the sandbox's providers, and a clock that
/// the test moves. No host: orchestrations start nowhere, and a sell moves when something advances it.
/// </summary>
internal sealed partial class Shop : IAsyncDisposable
{
    public const string Token = "ot_test_local_demo_partner_token";
    public const string OperatorKey = "local-operator-key";
    /// <summary>In a setting: where this shop's providers answer.</summary>
    public const string Sandbox = "the sandbox";

    public const string ApproverKey = "local-approver-key";

    private readonly Func<(string Name, string? Value)[], Task<RunningApp>> start;
    private readonly SandboxServer sandbox;
    private readonly HttpClient controls;
    private RunningApp app;

    private Shop(Func<(string Name, string? Value)[], Task<RunningApp>> start, RunningApp app, SandboxServer sandbox, AzuriteTables tables, FakeTimeProvider clock)
    {
        (this.start, this.app, this.sandbox, Tables, Clock) = (start, app, sandbox, tables, clock);
        controls = new() { BaseAddress = sandbox.BaseUri };
    }

    public FakeTimeProvider Clock { get; }

    public AzuriteTables Tables { get; }

    public HttpClient Client => app.Client;

    public IServiceProvider Services => app.Services;

    /// <summary>Where the providers of this shop answer.</summary>
    public Uri Providers => sandbox.BaseUri;

    public Functions.Hosting.Configuration.Settings Settings => Services.GetRequiredService<Functions.Hosting.Configuration.Settings>();

    public static async Task<Shop> OpenAsync(Action<IServiceCollection>? replace = null, params (string Name, string? Value)[] settings)
    {
        var clock = ManualTime.New();
        var tables = await AzuriteTables.StartAsync();
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Clock = clock });
        var at = sandbox.BaseUri.AbsoluteUri.TrimEnd('/');
        Task<RunningApp> StartAsync((string Name, string? Value)[] others) => tables.StartAppAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddSingleton(new WebhookNetwork(isLocal: true) { Resolve = NobodyAsync });
                replace?.Invoke(services);
            },
            [("OFFRAMP_CUSTODIAN_URL", at), ("OFFRAMP_PAYOUTS_URL", at), ("OFFRAMP_KYC_URL", at), ("OFFRAMP_RATES_URL", at),
            ("OFFRAMP_REALTIME_URL", "http://127.0.0.1:1"),
            .. settings.Concat(others).Select(setting => (setting.Name, setting.Value == Sandbox ? at : setting.Value))]);
        return new(StartAsync, await StartAsync([]), sandbox, tables, clock);
    }

    /// <summary>The app ends, and starts anew with other settings on what it left; its providers went on meanwhile.</summary>
    public async Task RestartAsync(params (string Name, string? Value)[] settings)
    {
        await app.DisposeAsync();
        app = await start(settings);
    }

    /// <summary>What a partner's backend asks; a key makes it repeatable.</summary>
    public Task<HttpResponseMessage> PartnerAsync(
        HttpMethod method, string path, object? body = null, string? key = null, string token = Token) =>
        SendAsync(method, path, token, body, key);

    /// <summary>What the sell page asks for a session.</summary>
    public Task<HttpResponseMessage> PageAsync(
        OpenedSession session, HttpMethod method, string path = "", object? body = null, string? key = null) =>
        SendAsync(method, $"/widget/sessions/{session.Id}{path}", session.Secret, body, key);

    /// <summary>A new session in Proof's shape, or in the other.</summary>
    public async Task<OpenedSession> OpenSessionAsync(JsonObject? body = null, bool gate = false)
    {
        using var answer = await PartnerAsync(
            HttpMethod.Post, gate ? "/v1/sessions" : "/widget/session", body ?? Bodies.Proof(), gate ? Guid.NewGuid().ToString() : null);
        return OpenedSession.Of(await ReadAsync(answer, HttpStatusCode.Created));
    }

    /// <summary>A locked quote for the session, and its id.</summary>
    public async Task<string> QuoteAsync(OpenedSession session, string crypto = "250")
    {
        using var answer = await PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = crypto });
        return (await ReadAsync(answer, HttpStatusCode.OK)).GetProperty("id").GetString()!;
    }

    /// <summary>A new session whose user has accepted a quote.</summary>
    public async Task<OpenedSession> SellAsync(JsonObject? body = null, string card = "tok_ok")
    {
        var session = await OpenSessionAsync(body);
        using var answer = await PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await QuoteAsync(session), card));
        await ReadAsync(answer, HttpStatusCode.Created);
        return session;
    }

    /// <summary>The provider verifies the session's user; no notice reaches the app.</summary>
    /// <returns>The verification's id.</returns>
    public async Task<string> VerifyAsync(OpenedSession session)
    {
        using var started = await PageAsync(session, HttpMethod.Post, "/kyc");
        var url = (await ReadAsync(started, HttpStatusCode.OK)).GetProperty("verification_url").GetString()!;
        var id = url[(url.LastIndexOf('/') + 1)..];
        await ControlAsync($"/sandbox/verifications/{id}", new { status = "verified" });
        return id;
    }

    /// <summary>The sell as its partner sees it.</summary>
    public async Task<JsonElement> ReadSellAsync(OpenedSession session)
    {
        using var answer = await PartnerAsync(HttpMethod.Get, $"/v1/sells/{session.SellId}");
        return await ReadAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>An operator acts on the sell as it is now, or was at the sequence.</summary>
    public async Task<HttpResponseMessage> OperatorAsync(OpenedSession session, JsonObject action, long? seen = null)
    {
        action["seen_sequence"] ??= seen ?? (await ReadSellAsync(session)).GetProperty("sequence").GetInt64();
        action["reason"] ??= "because";
        return await OperatorAsync($"/ops/api/sells/{session.SellId}/actions", action);
    }

    /// <summary>What an operator posts; an idempotency key makes it repeatable.</summary>
    public async Task<HttpResponseMessage> OperatorAsync(string path, object? body, string? key = null, string who = OperatorKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator-Key", who);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key is null ? [] : [key]);
        return await Client.SendAsync(request);
    }

    /// <summary>The types of the events that the session and its sell have caused, in order.</summary>
    public async Task<string[]> EventsAsync(OpenedSession session, AzuriteTables? tables = null)
    {
        var types = new List<string>();
        var events = TableFilter.PartitionEquals(session.Id["ses_".Length..]).And.RowKeyStartsWith(SellKeys.EventPrefix);
        await foreach (var row in (tables ?? Tables).Store.Table(StorageNames.Sells).QueryAllAsync(events))
        {
            types.Add(row.GetString("Type")!);
        }

        return [.. types];
    }

    /// <summary>What the session and its sell have to tell goes out, as far as it goes without waiting.</summary>
    public Task<SendStep> DeliverAsync(OpenedSession session) =>
        Services.GetRequiredService<SendWebhooks>().RunAsync(session.SellId, default);

    /// <summary>Another partner, and its client token.</summary>
    public async Task<string> AddPartnerAsync(bool enabled, object? policies = null)
    {
        using var answer = await OperatorAsync("/ops/api/partners", new { name = "Another shop", offramp_enabled = enabled, policies });
        return (await ReadAsync(answer, HttpStatusCode.Created)).GetProperty("client_token").GetString()!;
    }

    /// <summary>One of the sandbox's controls.</summary>
    public async Task<JsonElement> ControlAsync(string path, object body)
    {
        using var answer = await controls.PostAsJsonAsync(path, body);
        Assert.IsTrue(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the providers were asked, as <c>POST /addresses</c>.</summary>
    public async Task<IReadOnlyList<string>> CallsAsync()
    {
        using var calls = JsonDocument.Parse(await controls.GetStringAsync("/sandbox/calls"));
        return [.. calls.RootElement.GetProperty("data").EnumerateArray()
            .Select(call => $"{call.GetProperty("method").GetString()} {call.GetProperty("path").GetString()}")];
    }

    /// <summary>What a provider has done, an entry for each effect: <c>payouts</c>, <c>refunds</c>.</summary>
    public async Task<IReadOnlyList<JsonElement>> EffectsAsync(string kind)
    {
        using var effects = JsonDocument.Parse(await controls.GetStringAsync($"/sandbox/{kind}"));
        return [.. effects.RootElement.Clone().GetProperty("data").EnumerateArray()];
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(expected, answer.StatusCode, text);
        return JsonElement.Parse(text);
    }

    // Tests ask no name server: here no name leads anywhere.
    private static Task<IPAddress[]> NobodyAsync(string name, CancellationToken cancellation) =>
        name == "localhost" ? Task.FromResult(new[] { IPAddress.Loopback }) : Task.FromResult(Array.Empty<IPAddress>());

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sandbox.DisposeAsync();
        controls.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, object? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key is null ? [] : [key]);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Client.SendAsync(request);
    }
}
