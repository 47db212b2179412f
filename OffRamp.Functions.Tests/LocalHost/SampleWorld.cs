using System.Net;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>All of the local host but the providers, around the sample app.</summary>
internal sealed class SampleWorld : IAsyncDisposable
{
    private readonly LocalHostOptions options;

    private SampleWorld(LocalHostOptions options, LocalHostApp host)
    {
        (this.options, Host) = (options, host);
        Client = new HttpClient { BaseAddress = host.BaseUri };
    }

    public LocalHostApp Host { get; private set; }

    public HttpClient Client { get; private set; }

    public static async Task<SampleWorld> StartAsync(
        TimeProvider realTime, bool usesAzureStorage = false, Action<string>? beforeCall = null, Action<string>? afterCall = null,
        TimeSpan? stepPatience = null, StoreFaults? faults = null)
    {
        var options = new LocalHostOptions
        {
            AppFolder = SampleHost.AppFolder,
            DataFolder = Directory.CreateTempSubdirectory("offramp-clock-").FullName,
            RealTime = realTime,
            UsesAzureStorage = usesAzureStorage,
            BeforeCall = beforeCall is null ? null : (function, _) => beforeCall(function),
            AfterCall = afterCall,
            Faults = faults ?? new(),
            StepPatience = stepPatience ?? TimeSpan.FromSeconds(60),
            Settings = new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = await AzuriteFixture.ConnectionStringAsync(),
                ["AzureWebJobs.Tally.Disabled"] = "true",
            },
        };
        return new(options, await LocalHostApp.StartAsync(options));
    }

    public async Task RestartAsync(Action? meanwhile = null)
    {
        Client.Dispose();
        await Host.DisposeAsync();
        meanwhile?.Invoke();
        Host = await LocalHostApp.StartAsync(options);
        Client = new HttpClient { BaseAddress = Host.BaseUri };
    }

    public async Task RunAsync(string orchestration, string id, string input)
    {
        try
        {
            using var answer = await Client.PostAsync($"/start/{orchestration}/{id}", new StringContent(input));
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        }
        catch (HttpRequestException broken) when (broken.StatusCode is null)
        {
            // The worker may die of what was started before it has said so.
        }
    }

    public Task<HttpResponseMessage> AdvanceAsync(string body) =>
        Client.PostAsync("/local/clock/advance", new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>
    /// How an orchestration stands, and since when, to the nearest minute: where a test stops business time, the engine's own
    /// time goes on, and what a turn takes of it is missing from the timers that it sets.
    /// </summary>
    public async Task<string> EndOfAsync(string id)
    {
        var status = await StatusAsync(id);
        return $"{status.GetProperty("runtimeStatus").GetString()} at {status.GetProperty("lastUpdatedTime").GetDateTime().AddSeconds(30):HH:mm}";
    }

    /// <summary>How an orchestration ended, once all is quiet: its status and its output, by the host alone, whatever becomes of the worker.</summary>
    public async Task<string> OutcomeAsync(string id)
    {
        using var settled = await AdvanceAsync("""{"by":"00:00:00"}""");
        Assert.AreEqual(HttpStatusCode.OK, settled.StatusCode, await settled.Content.ReadAsStringAsync());
        var status = await StatusAsync(id);
        return $"{status.GetProperty("runtimeStatus").GetString()}: {status.GetProperty("output")}";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        Directory.Delete(options.DataFolder, recursive: true);
    }

    private async Task<JsonElement> StatusAsync(string id) =>
        JsonDocument.Parse(await Client.GetStringAsync($"/runtime/webhooks/durabletask/instances/{id}?code={LocalSettings.DurableKey}")).RootElement;
}
