using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// Sends spans to a collector where the standard OpenTelemetry setting names one (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>);
/// elsewhere nothing is recorded and nothing is spent. The exporter reads its other standard settings itself.
/// </summary>
internal sealed class Tracing(IConfiguration configuration) : IHostedService, IDisposable
{
    private TracerProvider? provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            provider = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(resource => resource.AddService("offramp"))
                .AddSource(Telemetry.Source.Name, "Microsoft.AspNetCore", "System.Net.Http")
                .AddOtlpExporter()
                .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.ForceFlush(timeoutMilliseconds: 2000);
        return Task.CompletedTask;
    }

    public void Dispose() => provider?.Dispose();
}
