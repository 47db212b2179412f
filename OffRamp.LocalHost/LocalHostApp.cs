using Microsoft.AspNetCore.Connections;
using OffRamp.LocalHost.Azurite;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Hub;
using OffRamp.LocalHost.Hub.Journal;
using OffRamp.LocalHost.Processes;
using OffRamp.LocalHost.Proxy;
using OffRamp.LocalHost.Realtime;
using OffRamp.LocalHost.Sandbox;
using OffRamp.LocalHost.ServiceBus;
using OffRamp.LocalHost.Timers;

namespace OffRamp.LocalHost;

/// <summary>
/// The local world in one process: the Functions host's stand-in with its task hub, and what it starts (the app,
/// Azurite, the sandbox). Disposing it stops all of that.
/// </summary>
internal sealed class LocalHostApp : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly LocalHostOptions _options;
    private readonly DataFolder _data;

    private LocalHostApp(LocalHostOptions options)
    {
        _options = options;
        _data = DataFolder.Hold(options.DataFolder);
        Clock = new SharedClock(_data.FileNamed("clock"), options.RealTime);
    }

    public Uri BaseUri { get; private set; } = null!;

    public SharedClock Clock { get; }

    public TaskHub Hub { get; private set; } = null!;

    public HandlerEndpoint Handler { get; private set; } = null!;

    public SandboxServer? Sandbox { get; private set; }

    public RealtimeServer? Realtime { get; private set; }

    public ServiceBusServer? ServiceBus { get; private set; }

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
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _data.Dispose();
    }

    private async Task StartPartsAsync(CancellationToken stopping)
    {
        var hostJson = HostJson.Read(_options.AppFolder);
        var timeout = _options.FunctionTimeout ?? hostJson.FunctionTimeout;
        var functions = Function.ReadAll(_options.AppFolder);
        var leftovers = new Leftovers(_data.FileNamed("children"));
        await leftovers.EndAllAsync(TimeSpan.FromSeconds(10));

        Hub = Keep(new TaskHub(_options.Hub(HubOptionsFrom(hostJson)), Clock) { Faults = _options.Faults });
        var web = Keep(new HostServer(_options, this));
        BaseUri = await web.ListenAsync();
        if (_options.AzuritePort is { } azuritePort)
            Azurite = Keep(await AzuriteKeeper.StartAsync(
                new AzuriteOptions { FirstPort = azuritePort, Location = _data.FileNamed("azurite"), NotedIn = leftovers }, web.LogFor("azurite")));
        if (_options.SandboxPort is { } sandboxPort) Sandbox = Keep(await StartSandboxAsync(sandboxPort));
        if (_options.RealtimePort is { } realtimePort) Realtime = Keep(await StartRealtimeAsync(realtimePort));
        if (_options.ServiceBusPort is { } busPort) ServiceBus = Keep(await StartServiceBusAsync(busPort));

        Handler = Keep(_options.AttachedHandler is { } attached
            ? new AttachedHandler(attached)
            : (HandlerEndpoint)new HandlerProcess(HandlerOptionsFor(hostJson, leftovers), web.LogFor("app")));
        // Once more, on top: the hub's calls end before the handler does.
        Keep(Hub);
        var invoker = new Invoker(Handler, timeout, web.LogFor("functions"));
        var timers = Keep(new TimerFunctions(
            [.. functions.Where(function => function.Is("timerTrigger")).Select(function => new TimerFunction(function, invoker, Clock, web.LogFor("timers")))],
            Clock, _data.FileNamed("timers.json")));
        ClockAdvance = new ClockAdvance(Clock, [Hub, timers, web.OpenRequests, .. Sandbox is { } sandbox ? [sandbox] : Array.Empty<IDueTimers>()]);
        web.Serve(functions, hostJson, new HttpProxy(Handler, timeout, web.LogFor("proxy")));

        await Handler.WhenReadyAsync(stopping);
        Hub.Start(functions, invoker, web.LogFor("hub"));
        timers.Start();
    }

    private HubOptions HubOptionsFrom(HostJson hostJson) => new(_data.FileNamed("hub.journal"))
    {
        MaxActivities = hostJson.MaxActivities,
        MaxOrchestrators = hostJson.MaxOrchestrators,
        ReplacesRunning = hostJson.ReplacesRunning,
    };

    private HandlerOptions HandlerOptionsFor(HostJson hostJson, Leftovers leftovers) => new(Path.GetFullPath(_options.AppFolder), hostJson)
    {
        Settings = AppSettings(),
        NotedIn = leftovers,
        OnOutput = _options.OnOutput,
        OnError = _options.OnError,
    };

    private Dictionary<string, string> AppSettings()
    {
        var settings = new Dictionary<string, string>(_options.Settings)
        {
            ["OFFRAMP_CLOCK_FILE"] = Clock.Path,
            ["OFFRAMP_DURABLE_URL"] = new Uri(BaseUri, DurableApi.DurableApiRoutes.Base).ToString(),
            ["OFFRAMP_DURABLE_KEY"] = _options.DurableKey,
            ["WEBSITE_HOSTNAME"] = BaseUri.Authority,
        };
        settings.TryAdd("OFFRAMP_PUBLIC_URL", BaseUri.GetLeftPart(UriPartial.Authority));
        if (Realtime is { } realtime) settings["OFFRAMP_REALTIME_URL"] = realtime.BaseUri.GetLeftPart(UriPartial.Authority);
        if (ServiceBus is { } bus)
        {
            settings["OFFRAMP_SERVICEBUS_URL"] = bus.BaseUri.GetLeftPart(UriPartial.Authority);
            settings["OFFRAMP_SERVICEBUS_TOPIC"] = ServiceBusOptions.LocalTopic;
        }
        if (Azurite is { } azurite) settings["AzureWebJobsStorage"] = azurite.ConnectionString;
        if (Sandbox is { } sandbox)
        {
            foreach (var provider in (string[])["CUSTODIAN", "PAYOUTS", "KYC", "RATES"])
                settings.TryAdd($"OFFRAMP_{provider}_URL", sandbox.BaseUri.GetLeftPart(UriPartial.Authority));
            settings.TryAdd("OFFRAMP_CARD_PAGE_URL", new Uri(sandbox.BaseUri, "card").ToString());
        }
        return settings;
    }

    private async Task<SandboxServer> StartSandboxAsync(int port)
    {
        var defaults = new SandboxOptions();
        try
        {
            return await SandboxServer.StartAsync(new SandboxOptions
            {
                Port = port,
                ApiBase = BaseUri,
                Clock = Clock,
                DataFolder = _data.Path,
                CustodianSecret = Secret("CUSTODIAN", defaults.CustodianSecret),
                PayoutsSecret = Secret("PAYOUTS", defaults.PayoutsSecret),
                KycSecret = Secret("KYC", defaults.KycSecret),
            });
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_SANDBOX_PORT.", problem);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new HostFailure($"The sandbox cannot start: {problem.Message}", problem);
        }
    }

    private async Task<RealtimeServer> StartRealtimeAsync(int port)
    {
        try
        {
            return await RealtimeServer.StartAsync(new RealtimeOptions
            {
                Port = port,
                Key = _options.Settings.GetValueOrDefault("OFFRAMP_REALTIME_KEY", RealtimeOptions.LocalKey),
                EventHandler = new Uri(BaseUri, "/webhooks/realtime"),
                RealTime = _options.RealTime,
            });
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_REALTIME_PORT.", problem);
        }
    }

    private async Task<ServiceBusServer> StartServiceBusAsync(int port)
    {
        try
        {
            return await ServiceBusServer.StartAsync(new ServiceBusOptions
            {
                Port = port,
                Token = _options.Settings.GetValueOrDefault("OFFRAMP_SERVICEBUS_TOKEN", ServiceBusOptions.LocalToken),
            });
        }
        catch (IOException problem)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_SERVICEBUS_PORT.", problem);
        }
    }

    private string Secret(string provider, string byDefault) =>
        _options.Settings.TryGetValue($"OFFRAMP_{provider}_SECRET", out var secret) ? secret.Split(',')[0] : byDefault;

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
