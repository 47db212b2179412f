using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.Realtime;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>
/// Everything that <c>./run</c> starts, for one test: the local Functions host with its Durable store, the sandbox, tables of
/// its own on Azurite. The app is on the in-process worker, so that its table requests can be counted.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly LocalHostApp host;
    private readonly ServedApp app;
    private readonly DirectoryInfo data;

    private World(LocalHostApp host, ServedApp app, DirectoryInfo data, AzuriteTables tables)
    {
        (this.host, this.app, this.data, Tables) = (host, app, data, tables);
        Api = new HttpClient { BaseAddress = host.BaseUri };
        Sandbox = new HttpClient { BaseAddress = host.Sandbox!.BaseUri };
    }

    public HttpClient Api { get; }

    public HttpClient Sandbox { get; }

    public AzuriteTables Tables { get; }

    public OperationLog TableRequests => Tables.Log;

    /// <summary>How often a client asks again that was told 503, as the contract has it.</summary>
    public int Patience { get; set; }

    /// <summary>Whether a 503 says that nothing has changed. While the storage loses answers, nobody can know.</summary>
    public bool RefusesCleanly { get; private init; }

    /// <summary>What was answered 503: method and path.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>What the Durable store does wrong.</summary>
    public required StoreFaults Faults { get; init; }

    /// <summary>Who follows sells by WebSocket.</summary>
    public Connections Followers => host.Realtime!.Connections;

    /// <summary>How often the host would have ended the worker and started another.</summary>
    public int Restarts => app.Worker.Restarts;

    /// <summary>Durable's task hub, where it is kept by Microsoft's own provider.</summary>
    public string Hub => HubAt(Api.BaseAddress!.Port);

    public DateTimeOffset Now => host.Clock.GetUtcNow();

    /// <summary>The app's parts.</summary>
    public IServiceProvider Services => app.Services;

    public Functions.Hosting.Configuration.Settings Settings => Services.GetRequiredService<Functions.Hosting.Configuration.Settings>();

    /// <param name="faults">What the Durable store does wrong.</param>
    /// <param name="replace">Parts that take the place of the app's own.</param>
    /// <param name="edges">What the network does wrong.</param>
    /// <param name="beforeCall">What becomes of a call of a function, before it is made.</param>
    /// <param name="afterCall">What becomes of its answer, when all is done.</param>
    /// <param name="usesAzureStorage">Durable state with Microsoft's own provider on Azurite: then only real time passes.</param>
    /// <param name="settings">Settings other than the local ones.</param>
    public static async Task<World> StartAsync(
        StoreFaults? faults = null, Action<IServiceCollection>? replace = null, Edges? edges = null, Action<string, IReadOnlyList<object?>>? beforeCall = null,
        Action<string>? afterCall = null, bool usesAzureStorage = false, params (string Name, string? Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("offramp-world-");
        var (port, sandboxPort, realtimePort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var tables = await AzuriteTables.StartAsync(edges?.Storage);
        var sandbox = $"http://127.0.0.1:{sandboxPort}";
        var app = await tables.ServeAppAsync(
            services =>
            {
                edges?.Replace(services);
                replace?.Invoke(services);
            },
            [
                ("OFFRAMP_CLOCK_FILE", Path.Combine(data.FullName, "clock")),
                ("OFFRAMP_PUBLIC_URL", $"http://127.0.0.1:{port}"),
                ("OFFRAMP_CUSTODIAN_URL", sandbox), ("OFFRAMP_PAYOUTS_URL", sandbox), ("OFFRAMP_KYC_URL", sandbox), ("OFFRAMP_RATES_URL", sandbox),
                ("OFFRAMP_CARD_PAGE_URL", $"{sandbox}/card"),
                ("OFFRAMP_REALTIME_URL", $"http://127.0.0.1:{realtimePort}"),
                .. settings,
            ]);
        faults ??= new();
        var host = await LocalHostApp.StartAsync(new LocalHostOptions
        {
            AppFolder = LocalHost.WholeAppTests.AppFolder,
            DataFolder = data.FullName,
            Port = port,
            SandboxPort = sandboxPort,
            RealtimePort = realtimePort,
            Worker = app.Worker,
            Note = app.Note,
            BeforeCall = beforeCall,
            AfterCall = afterCall,
            FunctionTimeout = edges?.FunctionTimeout,
            Faults = faults,
            UsesAzureStorage = usesAzureStorage,
            Settings = HostSettings(usesAzureStorage, tables, port, settings),
        });
        tables.Log.Clear();
        return new World(host, app, data, tables) { Faults = faults, RefusesCleanly = edges?.Storage is null };
    }

    /// <summary>Has a timer function run now, besides its schedule.</summary>
    public Task RunTimerAsync(string name) => host.Functions.RunNowAsync(name);

    /// <summary>Moves business time, from due timer to due timer, and waits until all is quiet.</summary>
    public Task AdvanceAsync(TimeSpan by) => host.ClockAdvance.AdvanceAsync(by, default);

    /// <summary>Waits until all is quiet.</summary>
    public Task QuietAsync() => AdvanceAsync(TimeSpan.Zero);

    /// <summary>Moves business time at once: nothing is waited for, and no timer is looked at on the way.</summary>
    public void Jump(TimeSpan by) => host.Clock.MoveOffset(host.Clock.Offset + by);

    /// <summary>Lets time pass until it is so: first none, in the end hours.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        foreach (var minutes in (double[])[0, 0.1, 1, 2, 5, 10, 20, 30, 60, 60, 60])
        {
            await AdvanceAsync(TimeSpan.FromMinutes(minutes));
            if (await isSo())
            {
                return;
            }
        }
    }

    public Task<JsonElement> SandboxAsync(string path, object body) => Answer.ReadAsync(Sandbox.PostAsJsonAsync(path, body), HttpStatusCode.OK);

    public async Task<IReadOnlyList<JsonElement>> EffectsAsync(string kind)
    {
        var list = await Answer.ReadAsync(Sandbox.GetAsync($"/sandbox/{kind}"), HttpStatusCode.OK);
        return [.. list.GetProperty("data").EnumerateArray()];
    }

    /// <summary>A provider's signed notice of something that the sandbox would not say.</summary>
    public async Task NoticeAsync(string path, IReadOnlyList<byte[]> secrets, object notice)
    {
        using var request = ProviderNotice.Of(path, secrets, notice, Now);
        await Answer.ReadAsync(Api.SendAsync(request), HttpStatusCode.Accepted);
    }

    public Task<JsonElement> PartnerAsync(HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(method, path, Shop.Token, body, expected);

    public Task<JsonElement> OperatorAsync(HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(method, path, "", body, expected);

    /// <param name="refused">Looks at what there is each time 503 was answered and before it is asked again.</param>
    public async Task<JsonElement> SendAsync(
        HttpMethod method, string path, string bearer, object? body, HttpStatusCode expected, Func<Task>? refused = null)
    {
        var key = Guid.NewGuid().ToString();
        for (var attempt = 0; ; attempt++)
        {
            using var request = Request(method, path, bearer, body);
            if (path == "/v1/sessions" || (method == HttpMethod.Post && Patience > 0))
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var answer = await Api.SendAsync(request);
            if (attempt >= Patience || await Answer.CodeAsync(answer) is not { } code)
            {
                return await Answer.ReadAsync(Task.FromResult(answer), expected);
            }

            if (code == "quote_expired")
            {
                throw new QuoteExpired();
            }

            var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
            Assert.IsTrue(problem.GetProperty("retryable").GetBoolean(), $"{method} {path}: {problem}");
            Assert.IsNotNull(answer.Headers.RetryAfter, $"{method} {path}: {problem}");
            Refusals.Enqueue($"{method} {path}");
            await (refused?.Invoke() ?? Task.CompletedTask);
            if (code == "idempotency_in_progress")
            {
                Jump(TimeSpan.FromSeconds(61)); // whoever had the key could not even give it back: it is taken over after a minute
            }
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string bearer, object? body)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (path.StartsWith("/ops/", StringComparison.Ordinal))
        {
            request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        }
        else
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        return request;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        app.Dispose();
        Api.Dispose();
        Sandbox.Dispose();
        data.Delete(recursive: true);
    }

    private static string HubAt(int port) => $"world{Environment.ProcessId}x{port}";

    private static Dictionary<string, string> HostSettings(bool usesAzureStorage, AzuriteTables tables, int port, (string Name, string? Value)[] others)
    {
        const string durable = "AzureFunctionsJobHost__extensions__durableTask__";

        // The engine's dispatchers take a second to end gracefully, and here everything is quiet by then.
        var settings = new Dictionary<string, string>
        {
            [durable + "useGracefulShutdown"] = "false",
            ["AzureWebJobsStorage"] = tables.ConnectionString,
            ["OFFRAMP_TABLE_PREFIX"] = tables.Prefix,
        };
        foreach (var (name, value) in others.Where(other => other.Name.StartsWith("OTEL_", StringComparison.Ordinal)))
        {
            settings[name] = value ?? "";
        }
        if (usesAzureStorage)
        {
            settings[durable + "hubName"] = HubAt(port);
        }
        return settings;
    }
}

/// <summary>The user was too slow; there are other quotes.</summary>
internal sealed class QuoteExpired : Exception;
