using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Handler;
using OffRamp.Functions.Hosting.Http;
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
        Add(builder.Services, settings);
        replace?.Invoke(builder.Services);

        var app = HandlerPipeline.Build(builder, HttpFunctions.OfApp());
        app.MapHostFunctions();
        return app;
    }

    /// <summary>The app as an isolated worker of the Functions host.</summary>
    /// <param name="settings">What the app is told from outside.</param>
    /// <param name="arguments">How the host tells where it is, and as whom to say hello.</param>
    /// <param name="replace">Registrations that take the place of the app's own.</param>
    public static IHost BuildWorker(Settings settings, string[] arguments, Action<IServiceCollection>? replace = null)
    {
        var builder = FunctionsApplication.CreateBuilder(arguments);
        builder.ConfigureFunctionsWebApplication();
        builder.UseContract().UseWhen<DurableClients>(DurableClients.AreBound).UseWhen<FunctionResult>(HttpCall.IsOne);
        builder.AddTelemetry(settings.Telemetry);
        builder.Services.AddHosting(settings);
        builder.Services.AddSingleton(HttpFunctions.OfApp());
        Add(builder.Services, settings);
        builder.Services.AddSingleton<DurableClientAccessor>();
        builder.Services.AddSingleton<DurableTaskClient, WorkerDurableClient>();
        builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(DurableJson.Options));
        replace?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>All that the functions stand on.</summary>
    private static void Add(IServiceCollection services, Settings settings)
    {
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
    }

    // What the Functions host calls that is not HTTP.
    private static void MapHostFunctions(this WebApplication app)
    {
        app.MapDurable(SellServices.Registry());
        app.MapTimer("ReviveSells", (services, token) => Task.WhenAll(
            services.GetRequiredService<ReviveSells>().RunAsync(token),
            services.GetRequiredService<ExpireSessions>().RunAsync(token)));
        app.MapTimer("CheckLedgers", (services, token) => services.GetRequiredService<CheckLedgers>().RunAsync(token));
        app.MapTimer("PurgeHistory", (services, token) => Task.WhenAll(
            services.GetRequiredService<PurgeHistory>().RunAsync(token),
            services.GetRequiredService<LiveTickets>().PurgeAsync(token)));
    }
}
