using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using OffRamp.Functions.Tests.OpenApi;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>An app that listens on a free port, and a client for it that follows nothing and remembers nothing.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app, Uri address, bool isHeldToDocument)
    {
        _app = app;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        Client = new(isHeldToDocument ? new HeldToDocument(handler) : handler) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _app.Services;

    /// <summary>The whole app; each of its answers is held against the OpenAPI document.</summary>
    public static Task<RunningApp> StartAsync(
        Functions.Hosting.Settings settings, Action<IServiceCollection>? replace = null) =>
        StartAsync(AppBuilder.Build(settings, services =>
        {
            foreach (var console in services.Where(service => service.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
                services.Remove(console);
            replace?.Invoke(services);
        }), isHeldToDocument: true);

    /// <summary>An app of a test's own.</summary>
    public static Task<RunningApp> StartAsync(WebApplication app) => StartAsync(app, isHeldToDocument: false);

    private static async Task<RunningApp> StartAsync(WebApplication app, bool isHeldToDocument)
    {
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new(app, new(addresses.Addresses.First()), isHeldToDocument);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
