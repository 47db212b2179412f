using System.Net;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox;

/// <summary>
/// The providers of a laptop: custodian, payouts, KYC and rates on one port, with the controls that
/// make things happen. What it acknowledged it remembers, also after a crash.
/// </summary>
internal sealed class SandboxServer : IDueTimers, IAsyncDisposable
{
    private const int LargestBody = 64 * 1024;
    private const string FactsFile = "sandbox.jsonl";

    private readonly WebApplication _app;
    private readonly FactLog _log;
    private readonly NoticeSender _sender;
    private readonly NoticeQueue _notices;
    private readonly OpenCalls _openCalls;

    private SandboxServer(SandboxOptions options, FactLog log, Books books)
    {
        _log = log;
        _app = Build(options);
        _sender = new NoticeSender(options);
        _notices = new NoticeQueue(_sender, books, log, options);
        _openCalls = new OpenCalls(_app.Lifetime);

        var (callLog, faults) = (new CallLog(), new Faults());
        var door = new Door(_openCalls, callLog, faults, options);
        _app.Use(door.PassAsync);
        SandboxRoutes.Map(_app, new Desk(books, log, _notices, options.Clock, _openCalls), callLog, faults);
        // What a crash left unsent.
        _notices.Add(books.Undelivered());
    }

    /// <summary>Where the providers answer, without a path.</summary>
    public Uri BaseUri => new(_app.Urls.Single());

    /// <summary>Where notices go; they wait while it is null.</summary>
    public Uri? ApiBase
    {
        get => _sender.ApiBase;
        set => _sender.ApiBase = value;
    }

    public DateTimeOffset? NextDue => _notices.NextDue;

    public bool IsQuiet => _openCalls.AreNone && _notices.IsQuiet;

    public string Work => "calls of the sandbox and its notices";

    /// <exception cref="IOException">The port or the data is in use.</exception>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options)
    {
        var log = new FactLog(options.DataFolder is { } folder ? Path.Combine(Directory.CreateDirectory(folder).FullName, FactsFile) : null);
        try
        {
            var server = new SandboxServer(options, log, Books.Open(log));
            await server.StartAsync();
            return server;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    public void Poke() => _notices.Poke();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _notices.DisposeAsync();
        _sender.Dispose();
        await _log.DisposeAsync();
    }

    private async Task StartAsync()
    {
        try
        {
            await _app.StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    // An empty builder: neither the environment nor files of the working folder have a say.
    private static WebApplication Build(SandboxOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }
}
