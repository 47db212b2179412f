using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OffRamp.LocalHost.Handler;

/// <summary>Writes the JSON body of an invocation: <c>{"Data":{...},"Metadata":{...,"sys":{...}}}</c>.</summary>
internal static class InvocationPayload
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Write(string function, DateTimeOffset now, Action<Utf8JsonWriter> data, Action<Utf8JsonWriter>? metadata = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("Data");
            data(json);
            json.WriteEndObject();
            json.WriteStartObject("Metadata");
            metadata?.Invoke(json);
            json.WriteStartObject("sys");
            json.WriteString("MethodName", function);
            json.WriteString("UtcNow", now.UtcDateTime);
            json.WriteString("RandGuid", Guid.NewGuid());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>A text, in the host's way: a JSON string that holds a JSON string.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string text) =>
        json.WriteString(name, $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
}
