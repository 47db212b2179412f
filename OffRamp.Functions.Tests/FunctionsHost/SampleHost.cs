using System.Net;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>The local Functions host around the sample app, with Microsoft's storage provider on Azurite.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    public const string SystemKey = "sample-system-key";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // For tests that leave it as it was.
    private static readonly Lazy<Task<SampleHost>> Common = new(() => StartAsync());

    private static int hubs;

    private readonly DirectoryInfo data;

    private SampleHost(OffRamp.LocalHost.FunctionsHost.FunctionsHost host, SharedClock clock, DirectoryInfo data, HostLines errors)
    {
        (Host, Clock, this.data, Errors) = (host, clock, data, errors);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1 })
        {
            BaseAddress = host.BaseUri,
        };
    }

    public OffRamp.LocalHost.FunctionsHost.FunctionsHost Host { get; }

    public SharedClock Clock { get; }

    public HttpClient Client { get; }

    /// <summary>What the host said of trouble.</summary>
    public HostLines Errors { get; }

    /// <summary>The app as it was built beside the tests.</summary>
    public static string AppFolder { get; } = Repository.PathOf(
        "OffRamp.Functions.Tests", "SampleApp", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    public static async Task<SampleHost> StartAsync(Func<FunctionsHostOptions, FunctionsHostOptions>? change = null)
    {
        var data = Directory.CreateTempSubdirectory("offramp-host-");
        var clock = new SharedClock(Path.Combine(data.FullName, "clock"));
        var errors = new HostLines();
        var options = new FunctionsHostOptions
        {
            AppFolder = AppFolder,
            SystemKey = SystemKey,
            Clock = clock,
            OnError = errors.Add,
            Settings = new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = await AzuriteFixture.ConnectionStringAsync(),
                ["AzureFunctionsJobHost__extensions__durableTask__hubName"] = $"sample{Environment.ProcessId}x{Interlocked.Increment(ref hubs)}",
                ["AzureWebJobs.Off.Disabled"] = "true",
                ["AzureWebJobs.Tally.Disabled"] = "true",
            },
        };
        return new(await OffRamp.LocalHost.FunctionsHost.FunctionsHost.StartAsync(change?.Invoke(options) ?? options), clock, data, errors);
    }

    /// <summary>One for all tests that neither kill its worker nor move its clock.</summary>
    public static Task<SampleHost> SharedAsync() => Common.Value;

    /// <summary>After the last test.</summary>
    public static async Task StopSharedAsync()
    {
        if (Common.IsValueCreated)
        {
            await (await Common.Value).DisposeAsync();
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> PostAsync(string path, string body = "") => Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body));

    /// <summary>An address of the extension's management API, with the system key.</summary>
    public static Uri Management(string path) =>
        new($"/runtime/webhooks/durabletask/{path}{(path.Contains('?') ? "&" : "?")}code={SystemKey}", UriKind.Relative);

    /// <summary>Waits until an orchestration is in the state. The engine takes its own time, and tells nobody.</summary>
    public async Task UntilAsync(string id, string state)
    {
        var found = "";
        await Eventually.IsSoAsync(
            async () =>
            {
                using var answer = await Client.GetAsync(Management($"instances/{id}"));
                found = await answer.Content.ReadAsStringAsync();
                return found.Contains($"\"runtimeStatus\":\"{state}\"", StringComparison.Ordinal);
            },
            () => $"{found} and not {state}. {Errors}",
            Patience);
    }

    /// <summary>Starts an orchestration, and gives its id.</summary>
    public async Task<string> RunAsync(string orchestration, string input)
    {
        var id = Guid.NewGuid().ToString("N");
        try
        {
            using var started = await PostAsync($"/start/{orchestration}/{id}", input);
            Assert.AreEqual(HttpStatusCode.OK, started.StatusCode, await started.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException broken) when (broken.StatusCode is null)
        {
            // The worker may die of what was started before it has said so.
        }

        return id;
    }

    /// <summary>How an orchestration ended: its status and what it gave.</summary>
    public async Task<string> ResultAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await Client.GetAsync(new Uri($"/result/{id}", UriKind.Relative), patience.Token);
            return await answer.Content.ReadAsStringAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new AssertFailedException($"It did not end. The host said: {Errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        data.Delete(recursive: true);
    }
}
