using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// The host's part of a trace, which Azure's host adds by <c>telemetryMode</c>: the request as it came in, and what the Durable
/// engine makes of it; and its own warnings. They go to the collector that the app is told of by the same settings; without one nothing is recorded.
/// </summary>
internal static class HostTelemetry
{
    public const string TraceHeader = "traceparent";

    private const string FunctionName = "faas.name";
    private const int LongestSend = 1_500;

    private static readonly string[] Sources = ["Microsoft.AspNetCore", "DurableTask.Core", "WebJobs.Extensions.DurableTask"];

    /// <summary>What a call goes on with; null where nobody records it: the app begins a trace of its own then.</summary>
    public static Activity? Trace => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span : null;

    /// <summary>Says whose request it is: its path may say who is asked about, and is told to nobody.</summary>
    public static void Name(HttpContext context, string function) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity.SetTag(FunctionName, function);

    public static void AddHostTelemetry(this IServiceCollection services, IReadOnlyDictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 } endpoint || !Uri.TryCreate(endpoint, UriKind.Absolute, out var collector))
        {
            return;
        }
        var protocol = settings.GetValueOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL") == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        services.Configure<OtlpExporterOptions>(options => options.TimeoutMilliseconds = LongestSend);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("offramp-host"))
            .WithTracing(traces => traces.AddSource(Sources).AddProcessor<NamedSpans>())
            .UseOtlpExporter(protocol, collector);
    }

    private sealed class NamedSpans : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Kind != ActivityKind.Server)
            {
                return;
            }

            data.SetTag("url.path", null);
            if (data.GetTagItem(FunctionName) is string function)
            {
                data.DisplayName = function;
            }
        }
    }
}
