using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OffRamp.Functions.Hosting;

/// <summary>A log line is one JSON object: time, level, message, its named values, and those of the scopes around it.</summary>
internal sealed class OneLineJson() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "one-line-json";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.UtcNow);
            json.WriteString("level", LevelName(logEntry.LogLevel));
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            json.WriteString("category", logEntry.Category);
            var written = new HashSet<string>(StringComparer.Ordinal) { "time", "level", "message", "category", "{OriginalFormat}" };
            WriteValues(json, logEntry.State, written);
            scopeProvider?.ForEachScope(
                static (scope, to) => WriteValues(to.json, scope, to.written), (json, written));
            if (Activity.Current is { } activity && written.Add("trace_id"))
                json.WriteString("trace_id", activity.TraceId.ToHexString());
            if (logEntry.Exception is { } exception)
                json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValues(Utf8JsonWriter json, object? state, HashSet<string> written)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> values)
            return;
        foreach (var (name, value) in values)
        {
            var snake = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            if (name.StartsWith('{') || !written.Add(snake))
                continue;
            if (value is int or long or short or byte)
                json.WriteNumber(snake, Convert.ToInt64(value));
            else if (value is bool truth)
                json.WriteBoolean(snake, truth);
            else
                json.WriteString(snake, value?.ToString());
        }
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
