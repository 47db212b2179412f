using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OffRamp.DurableTask;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Hub;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>A host over a fake app, on a clock that the test moves.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("hub-world-").FullName;
    private Func<LocalHostOptions, LocalHostOptions> _change = options => options;

    private HubWorld(FakeApp app) => App = app;

    public FakeApp App { get; }

    public FakeTimeProvider RealTime { get; } = ManualTime.New();

    public LocalHostApp Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<HubWorld> StartAsync(
        DurableTaskRegistry? registry = null, Action<FakeApp>? app = null, Func<LocalHostOptions, LocalHostOptions>? options = null)
    {
        var world = new HubWorld(await FakeApp.StartAsync(registry));
        app?.Invoke(world.App);
        world._change = options ?? world._change;
        await world.StartHostAsync();
        return world;
    }

    /// <summary>Ends the host and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopHostAsync();
        await StartHostAsync();
    }

    /// <summary>Waits until nothing is under way.</summary>
    public Task SettleAsync() => AdvanceAsync(TimeSpan.Zero);

    public Task AdvanceAsync(TimeSpan by) => Host.ClockAdvance.AdvanceAsync(by);

    public Task<HttpResponseMessage> StartAsync(string name, string id, string input = "") => PostAsync($"orchestrators/{name}/{id}", input);

    public Task<HttpResponseMessage> RaiseAsync(string id, string eventName, string data = "null") => PostAsync($"instances/{id}/raiseEvent/{eventName}", data);

    public async Task<HttpResponseMessage> PostAsync(string path, string body = "")
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>The instance as the API shows it, once nothing is under way.</summary>
    public async Task<JsonElement> StatusAsync(string id, string query = "")
    {
        await SettleAsync();
        using var answer = await Http.GetAsync(new Uri($"instances/{id}{query}", UriKind.Relative));
        Assert.AreNotEqual(HttpStatusCode.NotFound, answer.StatusCode, $"{id} is unknown");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    public async Task<string> RuntimeStatusAsync(string id) => (await StatusAsync(id)).GetProperty("runtimeStatus").GetString()!;

    public async Task<string> OutputAsync(string id) => (await StatusAsync(id)).GetProperty("output").ToString();

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        await App.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task StartHostAsync()
    {
        Host = await LocalHostApp.StartAsync(_change(new LocalHostOptions
        {
            AppFolder = App.Folder,
            DataFolder = _data,
            AttachedHandler = App.Address,
            RealTime = RealTime,
        }));
        Http = new HttpClient { BaseAddress = new Uri(Host.BaseUri, "runtime/webhooks/durabletask/") };
        Http.DefaultRequestHeaders.Add("x-functions-key", "local-durable-key");
    }

    private async Task StopHostAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
