using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Rows on the wire: OData's JSON with minimal metadata, where a type that JSON lacks is named beside the value.</summary>
internal static class TableWireRow
{
    private const string TypeSuffix = "@odata.type";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Row row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        json.WriteStartObject();
        json.WriteString("PartitionKey", row.PartitionKey);
        json.WriteString("RowKey", row.RowKey);
        foreach (var (name, value) in row.Properties)
        {
            WriteProperty(json, name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="json">An object with both keys.</param>
    /// <param name="etag">The answer's own ETag, where the object holds none.</param>
    public static Row Read(JsonElement json, ETag? etag = null)
    {
        var row = new Row(json.GetProperty("PartitionKey").GetString()!, json.GetProperty("RowKey").GetString()!)
        {
            ETag = json.TryGetProperty("odata.etag", out var tag) ? new ETag(tag.GetString()!) : etag ?? default,
        };
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name is "PartitionKey" or "RowKey" or "Timestamp" || property.Name.Contains('.', StringComparison.Ordinal))
            {
                continue;
            }

            ReadProperty(row, property, TypeOf(json, property.Name));
        }

        return row;
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long number:
                WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                WriteTyped(json, name, "Edm.DateTime", FormatInstant(instant));
                break;
            case byte[] bytes:
                WriteTyped(json, name, "Edm.Binary", Convert.ToBase64String(bytes));
                break;
            default:
                throw new InvalidOperationException($"{name} is a {value.GetType()}, which no property can be.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static void ReadProperty(Row row, JsonProperty property, string? type)
    {
        var value = property.Value;
        _ = (value.ValueKind, type) switch
        {
            (JsonValueKind.True or JsonValueKind.False, _) => row.Set(property.Name, value.GetBoolean()),
            (JsonValueKind.Number, _) => row.Set(property.Name, value.GetInt64()),
            (JsonValueKind.String, "Edm.Int64") => row.Set(property.Name, long.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
            (JsonValueKind.String, "Edm.DateTime") => row.Set(property.Name, ReadInstant(value.GetString()!)),
            (JsonValueKind.String, "Edm.Binary") => row.Set(property.Name, value.GetBytesFromBase64()),
            (JsonValueKind.String, _) => row.Set(property.Name, value.GetString()),
            _ => row, // null: a selected property that the row lacks
        };
    }

    private static string? TypeOf(JsonElement json, string name) =>
        json.TryGetProperty(name + TypeSuffix, out var type) ? type.GetString() : null;

    private static string FormatInstant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadInstant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
