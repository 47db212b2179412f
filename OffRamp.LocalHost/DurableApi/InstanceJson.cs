using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>An instance as the status call shows it.</summary>
internal static class InstanceJson
{
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteStatus(Utf8JsonWriter json, Instance instance, bool showInput, bool showHistory, bool showHistoryOutput)
    {
        json.WriteStartObject();
        json.WriteString("name", instance.Name);
        json.WriteString("instanceId", instance.Id);
        json.WriteString("runtimeStatus", instance.Status.ToString());
        json.WritePropertyName("input");
        WriteJsonText(json, showInput ? Events.StartOf(instance)?.Input : null);
        json.WritePropertyName("customStatus");
        WriteJsonText(json, instance.CustomStatus);
        json.WritePropertyName("output");
        WriteJsonText(json, instance.Output);
        json.WriteString("createdTime", Seconds(instance.CreatedTicks));
        json.WriteString("lastUpdatedTime", Seconds(instance.UpdatedTicks));
        if (showHistory) HistoryJson.Write(json, instance, showHistoryOutput);
        json.WriteEndObject();
    }

    /// <summary>JSON as it is; a text which is no JSON (a reason, an error) as a string.</summary>
    public static void WriteJsonText(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
            return;
        }
        try
        {
            using var parsed = JsonDocument.Parse(text);
            parsed.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(text);
        }
    }

    private static string Seconds(long ticks) =>
        new DateTimeOffset(ticks, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
