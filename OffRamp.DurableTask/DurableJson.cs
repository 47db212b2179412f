using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.DurableTask;

/// <summary>
/// The one converter for inputs, results, events and custom status: camelCase JSON, enums by name, names read in any case.
/// What it writes ends up in histories that live for days; changing it breaks running instances.
/// </summary>
public static class DurableJson
{
    /// <summary>The shared options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>JSON text of a value by its own type; null for null.</summary>
    public static string? Write(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>A value from JSON text; absent or empty text gives the default.</summary>
    /// <exception cref="JsonException">The text is not JSON for a <typeparamref name="T"/>.</exception>
    public static T? Read<T>(string? text) =>
        string.IsNullOrEmpty(text) ? default : JsonSerializer.Deserialize<T>(text, Options);

    /// <summary>
    /// An activity's result. This worker's activities answer a string that holds JSON text (it survives the host's date
    /// parsing), so their history holds JSON within a JSON string; others answer plain JSON. The rule: if the value is a
    /// string whose content is JSON for a <typeparamref name="T"/>, the content counts, otherwise the value itself does.
    /// A wanted string counts as JSON within only if it is in quotes.
    /// </summary>
    /// <exception cref="JsonException">Neither is JSON for a <typeparamref name="T"/>.</exception>
    public static T? ReadActivityResult<T>(string? text)
    {
        if (string.IsNullOrEmpty(text) || text[0] != '"')
            return Read<T>(text);

        var content = JsonSerializer.Deserialize<string>(text, Options)!;
        if (typeof(T) == typeof(string))
            return (T)(object)(IsQuoted(content) && TryRead<string>(content, out var inner) ? inner! : content);
        return content.Length > 0 && TryRead<T>(content, out var value) ? value : Read<T>(text);
    }

    private static bool IsQuoted(string content) => content is ['"', .., '"'];

    private static bool TryRead<T>(string content, out T? value)
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(content, Options);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // JSON within JSON strings is the rule here and never reaches HTML: \" instead of \u0022 halves it.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
