using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Recovery;

/// <summary>A row of a table as one line of JSON that says each property's type, so that it comes back exactly as it was.</summary>
internal static class RowLines
{
    /// <exception cref="InvalidDataException">A property is of a type that a copy does not know: nothing is left out silently.</exception>
    public static void Write(IBufferWriter<byte> to, Row row)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("p", row.PartitionKey);
            json.WriteString("r", row.RowKey);
            json.WriteStartObject("v");
            foreach (var (name, value) in row.Values)
            {
                var (type, text) = TextOf(name, value);
                json.WriteStartArray(name);
                json.WriteStringValue(type);
                json.WriteStringValue(text);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <exception cref="InvalidDataException">It is not such a line.</exception>
    public static Row Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entity = new TableEntity(json.RootElement.GetProperty("p").GetString(), json.RootElement.GetProperty("r").GetString());
            foreach (var property in json.RootElement.GetProperty("v").EnumerateObject())
            {
                entity[property.Name] = ValueOf(property.Value[0].GetString()!, property.Value[1].GetString()!);
            }

            return new Row(entity);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("A line of the copy cannot be read.", e);
        }
    }

    private static (string Type, string Text) TextOf(string name, object value) => value switch
    {
        string text => ("string", text),
        long number => ("int64", number.ToString(CultureInfo.InvariantCulture)),
        int number => ("int32", number.ToString(CultureInfo.InvariantCulture)),
        bool flag => ("bool", flag ? "true" : "false"),
        DateTimeOffset instant => ("instant", instant.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        byte[] bytes => ("bytes", Convert.ToBase64String(bytes)),
        _ => throw new InvalidDataException($"The property {name} is of a type that a copy does not know: {value.GetType().Name}."),
    };

    private static object ValueOf(string type, string text) => type switch
    {
        "string" => text,
        "int64" => long.Parse(text, CultureInfo.InvariantCulture),
        "int32" => int.Parse(text, CultureInfo.InvariantCulture),
        "bool" => text == "true",
        "instant" => new DateTimeOffset(long.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero),
        "bytes" => Convert.FromBase64String(text),
        _ => throw new FormatException($"There is no type {type}."),
    };
}
