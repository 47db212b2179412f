using OffRamp.LocalHost.Azurite;
using OffRamp.LocalHost.Chain;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.EmbeddedStore.Functions;
using OffRamp.LocalHost.FunctionsHost;
using OffRamp.LocalHost.Processes;
using OffRamp.LocalHost.Realtime;
using OffRamp.LocalHost.Sandbox;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.LocalHost;

/// <summary>
/// The local world in one process: the Functions host with its Durable store, and what it starts (the app's worker,
/// Azurite, the sandbox). Disposing it stops all of that.
/// </summary>
internal sealed class LocalHostApp : IAsyncDisposable
{
    // Of the 10 s that it may take; Azurite, which comes last and writes its files, has what the others leave of it.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(8);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly LocalHostOptions _options;
    private readonly DataFolder _data;

    private LocalHostApp(LocalHostOptions options)
    {
        _options = options;
        _data = DataFolder.Hold(options.DataFolder);
        if (options.ChainPort is not null)
        {
            File.Delete(_data.FileNamed("clock"));
        }

        BaseUri = new Uri($"http://127.0.0.1:{FreePort.Or(options.Port)}");
        Clock = new SharedClock(_data.FileNamed("clock"), options.RealTime);
    }

    public Uri BaseUri { get; }

    public SharedClock Clock { get; }

    /// <summary>The client token of the partner that there is in local mode.</summary>
    public string DemoPartnerToken =>
        _options.Settings.GetValueOrDefault("OFFRAMP_DEMO_PARTNER_TOKEN") ?? LocalSettings.Defaults["OFFRAMP_DEMO_PARTNER_TOKEN"];

    /// <summary>Null where the Durable state is Azurite's.</summary>
    public EmbeddedTaskHub? Hub { get; private set; }

    public FunctionsHost.FunctionsHost Functions { get; private set; } = null!;

    public SandboxServer? Sandbox { get; private set; }

    public RealtimeServer? Realtime { get; private set; }

    public ServiceBusServer? ServiceBus { get; private set; }

    public LocalChain? Chain { get; private set; }

    public AzuriteKeeper? Azurite { get; private set; }

    public ClockAdvance ClockAdvance { get; private set; } = null!;

    /// <exception cref="HostFailure">Something it needs is missing, in use or damaged.</exception>
    public static async Task<LocalHostApp> StartAsync(LocalHostOptions options, CancellationToken stopping = default)
    {
        var host = new LocalHostApp(options);
        try
        {
            await host.StartPartsAsync(stopping);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_parts.TryPop(out var part))
        {
            if (part is AzuriteKeeper azurite)
            {
                await azurite.StopAsync(TimeSpan.FromSeconds(Math.Max(0, (LongestStop - TimeProvider.System.GetElapsedTime(began)).TotalSeconds)));
            }
            await part.DisposeAsync();
        }
        _data.Dispose();
    }

    private async Task StartPartsAsync(CancellationToken stopping)
    {
        if (!_options.IsSandboxOnly && !FreePort.IsFree(BaseUri.Port))
        {
            throw new HostFailure($"Port {BaseUri.Port} is in use: stop what listens there, or set OFFRAMP_PORT.");
        }
        var leftovers = new Leftovers(_data.FileNamed("children"));
        await leftovers.EndAllAsync(TimeSpan.FromSeconds(10));
        if (_options.ChainPort is { } chainPort)
        {
            _data.Clear();
            Chain = Keep(await LocalChain.StartAsync(chainPort, _options.Keystore, Clock, leftovers));
        }

        if (_options.AzuritePort is { } azuritePort)
        {
            Azurite = Keep(await AzuriteKeeper.StartAsync(
                new AzuriteOptions { FirstPort = azuritePort, Location = _data.FileNamed("azurite"), NotedIn = leftovers }, LogFor("azurite")));
        }

        var standIns = new StandIns(_options, BaseUri, Clock, _data.Path);
        if (_options.SandboxPort is { } sandboxPort)
        {
            Sandbox = Keep(await standIns.StartSandboxAsync(sandboxPort));
        }

        if (_options.RealtimePort is { } realtimePort)
        {
            Realtime = Keep(await standIns.StartRealtimeAsync(realtimePort));
        }

        if (_options.ServiceBusPort is { } busPort)
        {
            ServiceBus = Keep(await standIns.StartServiceBusAsync(busPort));
        }

        if (_options.IsSandboxOnly)
        {
            return;
        }
        if (!_options.UsesAzureStorage)
        {
            Hub = OpenHub();
        }

        Functions = Keep(await FunctionsHost.FunctionsHost.StartAsync(FunctionsHostOptions(leftovers), stopping));
    }

    private void PrepareClock(FunctionsHost.FunctionsHost functions) => ClockAdvance = new ClockAdvance(
        Clock,
        [
            .. Hub is { } hub ? [new HubTimers(hub)] : Array.Empty<IDueTimers>(), functions.Timers, functions.OpenRequests,
            .. Sandbox is { } sandbox ? [sandbox] : Array.Empty<IDueTimers>(),
        ],
        Visits(),
        _options.StepPatience);

    private SellVisits? Visits() => (Azurite?.ConnectionString ?? _options.Settings.GetValueOrDefault("AzureWebJobsStorage")) is { } storage
        ? new SellVisits(storage, _options.Settings.GetValueOrDefault("OFFRAMP_TABLE_PREFIX", ""))
        : null;

    private EmbeddedTaskHub OpenHub()
    {
        var settings = new HostSettings(_options.AppFolder);
        var hub = new EmbeddedTaskHub(new EmbeddedStoreOptions
        {
            FilePath = _data.FileNamed("durable.db"),
            Clock = Clock,
            Faults = _options.Faults,
            Logger = LogFor("durable"),
            MaxConcurrentActivities = settings.MaxActivities ?? EmbeddedStoreOptions.DefaultConcurrency,
        });
        Keep(new Disposing(hub));
        hub.Open(); // a file that cannot be used is said before anything else is started
        return hub;
    }

    private FunctionsHostOptions FunctionsHostOptions(Leftovers leftovers) => new()
    {
        AppFolder = _options.AppFolder,
        Port = BaseUri.Port,
        SystemKey = _options.DurableKey,
        Settings = AppSettings(),
        Clock = Clock,
        TimerStatusFile = _data.FileNamed("timers.json"),
        FunctionTimeout = _options.FunctionTimeout,
        DurabilityProviders = Hub is { } hub ? [new EmbeddedDurabilityProviderFactory(hub)] : [],
        OwnRoutes = routes => routes.MapLocalRoutes(this),
        BeforeListening = PrepareClock,
        Worker = _options.Worker,
        Note = _options.Note,
        BeforeCall = _options.BeforeCall,
        AfterCall = _options.AfterCall,
        NotedIn = leftovers,
        OnOutput = _options.OnOutput,
        OnError = _options.OnError,
    };

    private ILogger LogFor(string part) => new LineLog(_options.OnError ?? (_ => { })).CreateLogger(part);

    private Dictionary<string, string> AppSettings()
    {
        var settings = new Dictionary<string, string>(_options.Settings)
        {
            ["OFFRAMP_CLOCK_FILE"] = Clock.Path,
            ["WEBSITE_HOSTNAME"] = BaseUri.Authority,
        };
        // Spans of the extension go to Application Insights only, and without one it warns at every start.
        if (!settings.ContainsKey("APPLICATIONINSIGHTS_CONNECTION_STRING"))
        {
            settings["AzureFunctionsJobHost__extensions__durableTask__tracing__version"] = "None";
        }

        if (Hub is not null)
        {
            settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"] = EmbeddedDurabilityProvider.ProviderName;
        }

        settings.TryAdd("OFFRAMP_PUBLIC_URL", BaseUri.GetLeftPart(UriPartial.Authority));
        if (Realtime is { } realtime)
        {
            settings["OFFRAMP_REALTIME_URL"] = realtime.BaseUri.GetLeftPart(UriPartial.Authority);
        }

        if (ServiceBus is { } bus)
        {
            settings["OFFRAMP_SERVICEBUS_URL"] = bus.BaseUri.GetLeftPart(UriPartial.Authority);
            settings["OFFRAMP_SERVICEBUS_TOPIC"] = ServiceBusOptions.LocalTopic;
        }
        Chain?.AddTo(settings);
        if (Azurite is { } azurite)
        {
            settings["AzureWebJobsStorage"] = azurite.ConnectionString;
            settings.TryAdd("OFFRAMP_COPIES", azurite.ConnectionString);
        }

        if (Sandbox is { } sandbox)
        {
            foreach (var provider in LocalSettings.Providers)
            {
                settings.TryAdd(provider, sandbox.BaseUri.GetLeftPart(UriPartial.Authority));
            }

            settings.TryAdd("OFFRAMP_CARD_PAGE_URL", new Uri(sandbox.BaseUri, "card").ToString());
        }
        return settings;
    }

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
