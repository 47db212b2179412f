using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Integration;
using OffRamp.Functions.OpenApi;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Realtime;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Requests;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Settlements;
using OffRamp.Functions.Webhooks.In;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions;

/// <summary>Puts the app together; the tests put the same app together with settings and parts of their own.</summary>
internal static class AppBuilder
{
    /// <summary>The contract as middleware, and all that the functions stand on.</summary>
    /// <param name="builder">A worker with ASP.NET Core integration.</param>
    /// <param name="settings">What the app is told from outside.</param>
    public static FunctionsApplicationBuilder AddOffRamp(this FunctionsApplicationBuilder builder, Settings settings)
    {
        builder.UseContract().UseWhen<DurableClients>(DurableClients.AreBound).UseWhen<FunctionResult>(HttpCall.IsOne);
        builder.AddTelemetry(settings.Telemetry);
        builder.Services.AddHosting(settings);
        builder.Services.AddStorage(settings.Storage);
        builder.Services.AddSingleton<Cursor>();
        builder.Services.AddSingleton<ApiDocument>();
        builder.Services.AddIdempotency();
        builder.Services.AddPartners();
        builder.Services.AddOperators();
        builder.Services.AddProviders(settings);
        builder.Services.AddSessions();
        builder.Services.AddSells();
        builder.Services.AddRecovery(settings.Copies);
        builder.Services.AddSellPage();
        builder.Services.AddNotices();
        builder.Services.AddWebhooks();
        builder.Services.AddSettlements();
        builder.Services.AddRealtime();
        builder.Services.AddIntegration();
        builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(DurableJson.Options));
        return builder;
    }
}
