using DurableTask.Core;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>A task hub in a file of its own, a worker that knows the samples, and a business clock that stands still.</summary>
internal sealed class StoreWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly bool _ownsFolder;
    private TaskHubWorker? _worker;

    public StoreWorld(string? folder = null, Func<EmbeddedStoreOptions, EmbeddedStoreOptions>? configure = null, FakeTimeProvider? clock = null)
    {
        _ownsFolder = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("store").FullName;
        Clock = clock ?? new FakeTimeProvider(DateTimeOffset.UtcNow);
        var options = new EmbeddedStoreOptions { FilePath = Path.Combine(_folder, "hub.db"), Clock = Clock, Faults = Faults };
        Hub = new EmbeddedTaskHub(configure?.Invoke(options) ?? options);
        Client = new TaskHubClient(Hub.Client);
    }

    public FakeTimeProvider Clock { get; }

    public StoreFaults Faults { get; } = new();

    public Effects Effects { get; } = new();

    public EmbeddedTaskHub Hub { get; }

    public TaskHubClient Client { get; }

    public string FilePath => Hub.Options.FilePath;

    public string Folder => _folder;

    public static async Task<StoreWorld> StartAsync(string? folder = null, Func<EmbeddedStoreOptions, EmbeddedStoreOptions>? configure = null, FakeTimeProvider? clock = null)
    {
        var world = new StoreWorld(folder, configure, clock);
        await world.StartWorkerAsync();
        return world;
    }

    public async Task StartWorkerAsync()
    {
        _worker = SampleWorker.On(Hub.Service, Effects);
        await _worker.StartAsync();
    }

    public async Task StopWorkerAsync()
    {
        if (_worker is not null)
        {
            await _worker.StopAsync(isForced: true);
            _worker = null;
        }
    }

    public Task<OrchestrationInstance> CreateAsync<T>(string id, string input = "x") where T : Flow =>
        Client.CreateOrchestrationInstanceAsync(typeof(T).Name, "", id, input);

    public Task RaiseAsync(string id, string name, string data) => Client.RaiseEventAsync(new OrchestrationInstance { InstanceId = id }, name, data);

    /// <summary>What the instance came to, as soon as it ended.</summary>
    public async Task<OrchestrationState> EndOfAsync(string id) =>
        await Client.WaitForOrchestrationAsync(new OrchestrationInstance { InstanceId = id }, Patience, CancellationToken.None)
        ?? throw new AssertFailedException($"{id} did not end: {(await StateOfAsync(id))?.OrchestrationStatus.ToString() ?? "no such instance"}");

    public async Task<OrchestrationState?> StateOfAsync(string id) => (await Hub.Client.GetOrchestrationStateAsync(id, false)).SingleOrDefault();

    /// <summary>Looks until the hub has nothing to do.</summary>
    public Task QuietAsync(TimeSpan? patience = null) => Eventually.IsSoAsync(() => Hub.IsQuiet, () => "The hub did not get quiet.", patience ?? Patience);

    /// <summary>Looks until nothing is due any more; there may be something to run.</summary>
    public Task TimersFiredAsync() => Eventually.IsSoAsync(() => !(Hub.NextDue <= Clock.GetUtcNow()), () => "A timer that is due did not fire.", Patience);

    /// <summary>Moves business time, then lets happen what fell due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        Hub.ClockMoved();
        await QuietAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkerAsync();
        Hub.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
