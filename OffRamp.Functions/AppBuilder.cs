using OffRamp.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Integration;
using OffRamp.Functions.OpenApi;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Realtime;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Settlements;
using OffRamp.Functions.Webhooks;

namespace OffRamp.Functions;

/// <summary>Puts the app together; the tests start the same app with settings of their own.</summary>
internal static class AppBuilder
{
    /// <param name="settings">What the app is told from outside.</param>
    /// <param name="replace">Registrations that take the place of the app's own: a clock, a provider's double.</param>
    public static WebApplication Build(Settings settings, Action<IServiceCollection>? replace = null)
    {
        var builder = HostingServices.CreateBuilder(settings);
        var services = builder.Services;
        services.AddStorage(settings.Storage);
        services.AddSingleton<Cursor>();
        services.AddSingleton<ApiDocument>();
        services.AddIdempotency();
        services.AddPartners();
        services.AddOperators();
        services.AddProviders(settings);
        services.AddSessions();
        services.AddSells();
        services.AddNotices();
        services.AddWebhooks();
        services.AddSettlements();
        services.AddRealtime();
        services.AddIntegration();
        services.AddSingleton<DurableTaskClient>(
            _ => new HttpDurableTaskClient(HttpClients.ForDurable(), settings.Durable.Url, settings.Durable.Key));
        replace?.Invoke(services);

        var app = builder.Build();
        app.UseContract();
        app.MapRoutes();
        return app;
    }
}
