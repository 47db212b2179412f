using System.Diagnostics;
using System.Diagnostics.Metrics;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OffRamp.Functions.Hosting.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// Logs, traces and metrics by OpenTelemetry, to a collector or to Application Insights where a setting names one; elsewhere
/// nothing is recorded and nothing is spent. Lines of JSON go to standard output always, and what is an error to standard
/// error, which the Functions host tells apart. Never a secret, never a payload: ids and times.
/// </summary>
internal static class Telemetry
{
    private const int LongestSend = 1_500;

    // A call of a function (its source comes with the worker's defaults) goes on with the trace of the host's; what it has the
    // Durable engine start, goes on with its own.
    private static readonly string[] Sources = ["OffRamp", "Microsoft.AspNetCore", "Microsoft.DurableTask", "System.Net.Http"];
    private static readonly string[] Meters = ["OffRamp", "Microsoft.AspNetCore.Hosting", "System.Net.Http"];

    /// <summary>The source of the app's own spans.</summary>
    public static ActivitySource Source { get; } = new("OffRamp");

    /// <summary>What the app itself counts and measures; <c>docs/operate.md</c> has the list.</summary>
    public static Meter Meter { get; } = new("OffRamp");

    /// <summary>Puts the sell's id into every line logged until the result is disposed of, and on the span that is open.</summary>
    public static IDisposable? BeginSellScope(this ILogger log, string sellId)
    {
        Activity.Current?.SetTag("sell_id", sellId);
        return log.BeginScope(new LogScope("sell_id", sellId));
    }

    public static void AddTelemetry(this IHostApplicationBuilder builder, TelemetrySettings settings)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Error);
        builder.Logging.AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        if (settings.IsOn)
        {
            Export(builder.Services, settings);
        }
    }

    private static void Export(IServiceCollection services, TelemetrySettings settings)
    {
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .ConfigureResource(resource => resource.AddService("offramp"))
            .WithTracing(traces => traces.AddSource(Sources).AddProcessor<RedactedSpans>())
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging(_ => { }, options => (options.IncludeScopes, options.IncludeFormattedMessage) = (true, true));
        if (settings.Otlp is { } collector)
        {
            // A collector that hangs must not hold up the end of the process.
            services.Configure<OtlpExporterOptions>(options => options.TimeoutMilliseconds = LongestSend);
            telemetry.UseOtlpExporter(settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf, collector);
        }
        if (settings.ApplicationInsights is { } connection)
        {
            void ToApplicationInsights(AzureMonitorExporterOptions options)
            {
                (options.ConnectionString, options.Credential) = (connection, settings.SignsIn ? OwnIdentity.Credential : null);
                // It sends some traces only; an alarm does not go the way of the trace in which it was raised.
                options.EnableTraceBasedLogsSampler = false;
            }

            telemetry.WithTracing(traces => traces.AddAzureMonitorTraceExporter(ToApplicationInsights))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(ToApplicationInsights))
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(ToApplicationInsights));
        }
    }

    /// <summary>
    /// Takes out of addresses what names a card or a user. A request's own path says who is asked about, and the route says
    /// as much as anybody needs; a card's token is the last part of a path at the payout provider.
    /// </summary>
    private sealed class RedactedSpans : BaseProcessor<Activity>
    {
        private const string Cards = "/cards/";

        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("http.route") is string route)
            {
                data.SetTag("url.path", route);
            }
            if (data.GetTagItem("url.full") is string url && url.IndexOf(Cards, StringComparison.Ordinal) is var at and >= 0)
            {
                data.SetTag("url.full", url[..(at + Cards.Length)] + "*");
            }
        }
    }
}
