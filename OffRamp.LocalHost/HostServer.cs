using Microsoft.AspNetCore.Connections;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.DurableApi;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Proxy;

namespace OffRamp.LocalHost;

/// <summary>
/// The host's one HTTP port: its own addresses (the Durable API, /local, the start page), and the app's HTTP functions.
/// It listens first, because the app must be told the port; requests wait until there is something to serve them.
/// </summary>
internal sealed class HostServer : IAsyncDisposable
{
    private const long LargestBody = 100 * 1024 * 1024;

    private readonly LocalHostOptions _options;
    private readonly LocalHostApp _host;
    private readonly TaskCompletionSource<RequestDelegate> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    public HostServer(LocalHostOptions options, LocalHostApp host)
    {
        (_options, _host) = (options, host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(LocalHost) });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (options.OnError is { } sink) builder.Logging.AddProvider(new LineLog(sink)).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.Configure<HostOptions>(settings => settings.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.Use((context, next) => OpenRequests.CountAsync(context, () => next(context)));
    }

    public OpenRequests OpenRequests { get; } = new();

    public ILogger LogFor(string part) => _app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(part);

    public async Task<Uri> ListenAsync()
    {
        // The routes are known later; until then every request waits.
        _app.Run(async context => await (await _serving.Task.WaitAsync(context.RequestAborted))(context));
        try
        {
            await _app.StartAsync();
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {_options.Port} is in use: stop what listens there, or set OFFRAMP_PORT.", problem);
        }
        return new Uri(_app.Urls.Single());
    }

    public void Serve(IReadOnlyList<Function> functions, HostJson hostJson, HttpProxy proxy)
    {
        var pipeline = new ApplicationBuilder(_app.Services);
        pipeline.UseRouting();
        pipeline.UseEndpoints(routes =>
        {
            routes.MapDurableApi(_host.Hub, new DurableKey(_options.DurableKey), hostJson.HubName);
            routes.MapLocalRoutes(_host);
            foreach (var own in (string[])["/runtime/{*rest}", "/admin/{*rest}", "/local/{*rest}"])
                routes.Map(own, () => Results.NotFound());
            foreach (var function in functions.Where(function => function.Is("httpTrigger"))) Map(routes, function, hostJson, proxy);
        });
        _serving.TrySetResult(pipeline.Build());
    }

    public async ValueTask DisposeAsync()
    {
        _serving.TrySetCanceled();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(IEndpointRouteBuilder routes, Function function, HostJson hostJson, HttpProxy proxy)
    {
        var pattern = $"/{hostJson.RoutePrefix}/{function.Route ?? function.Name}".Replace("//", "/", StringComparison.Ordinal);
        if (function.Methods.Count == 0) routes.Map(pattern, proxy.ForwardAsync);
        else routes.MapMethods(pattern, function.Methods, proxy.ForwardAsync);
    }
}
