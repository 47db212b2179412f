using System.Diagnostics;
using Microsoft.Extensions.Logging.Console;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// Logs are lines of JSON on standard output, which the Functions host forwards; it takes standard error for errors, so
/// only those go there. Never a secret, never a payload: ids and times.
/// </summary>
internal static class Telemetry
{
    /// <summary>The source of the app's own spans.</summary>
    public static ActivitySource Source { get; } = new("OffRamp");

    /// <summary>Puts the sell's id into every line logged until the result is disposed of.</summary>
    public static IDisposable? BeginSellScope(this ILogger log, string sellId) => log.BeginScope(new LogScope("sell_id", sellId));

    public static void AddTelemetry(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        logging.AddConsole(options =>
        {
            options.FormatterName = OneLineJson.FormatterName;
            options.LogToStandardErrorThreshold = LogLevel.Error;
        });
        logging.AddConsoleFormatter<OneLineJson, ConsoleFormatterOptions>();
    }
}
