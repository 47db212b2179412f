using System.Text.Encodings.Web;
using System.Text.Json;
using OffRamp.LocalHost.Handler;

namespace OffRamp.LocalHost.Hub;

/// <summary>An activity's input and result on the wire, with the extension's habits.</summary>
internal static class ActivityPayload
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The input goes as compact JSON text in a JSON string; the host repeats it, and its properties, in the metadata.</summary>
    /// <exception cref="JsonException">The input is not JSON.</exception>
    public static ReadOnlyMemory<byte> Write(Function function, string instanceId, string? input, DateTimeOffset now)
    {
        using var parsed = JsonDocument.Parse(string.IsNullOrEmpty(input) ? "null" : input);
        var root = parsed.RootElement;
        var text = input is null ? null : Compact(root);
        return InvocationPayload.Write(function.Name, now,
            data =>
            {
                if (text is null) data.WriteString(function.BindingName, "null");
                else data.WriteText(function.BindingName, text);
            },
            metadata => WriteMetadata(metadata, function, instanceId, root, text));
    }

    public static string Compact(JsonElement value) => JsonSerializer.Serialize(value, Relaxed);

    private static void WriteMetadata(Utf8JsonWriter metadata, Function function, string instanceId, JsonElement input, string? text)
    {
        metadata.WriteText("instanceId", instanceId);
        if (text is null) return;
        metadata.WriteText(function.BindingName, text);
        if (input.ValueKind != JsonValueKind.Object)
        {
            metadata.WriteText("data", text);
            return;
        }
        metadata.WritePropertyName("data");
        input.WriteTo(metadata);
        foreach (var property in input.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                metadata.WritePropertyName(property.Name);
                property.Value.WriteTo(metadata);
            }
            else if (property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                metadata.WriteString(property.Name, Compact(property.Value));
    }
}
