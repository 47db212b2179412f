using System.Net;

namespace OffRamp.LocalHost.Realtime;

/// <summary>
/// Azure Web PubSub's stand-in: its REST calls, as far as the app uses them, its WebSockets, and its events to the app.
/// What it knows is gone when it ends, as clients expect.
/// </summary>
internal sealed class RealtimeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EventHandlerClient _events;

    private RealtimeServer(RealtimeOptions options)
    {
        _app = Build(options);
        _events = new EventHandlerClient(options);
        Connections = new Connections(options.RealTime);
        var token = new AccessToken(options);
        _app.UseWebSockets();
        new ServiceCalls(Connections, token).Map(_app);
        var door = new ClientDoor(Connections, token, _events);
        _app.MapGet("/client/hubs/{hub}", door.ServeAsync);
    }

    public Connections Connections { get; }

    public Uri BaseUri => new(_app.Urls.Single());

    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<RealtimeServer> StartAsync(RealtimeOptions options)
    {
        var server = new RealtimeServer(options);
        try
        {
            await server._app.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in Connections.All)
        {
            connection.Cut();
        }

        await _app.DisposeAsync();
        _events.Dispose();
    }

    private static WebApplication Build(RealtimeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }
}
