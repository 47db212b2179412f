using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Hosting.Durable;

/// <summary>
/// How inputs, results and custom status are written: camelCase JSON, enums by name. It ends up in histories that live for
/// days; changing it breaks running instances.
/// </summary>
internal static class DurableJson
{
    /// <summary>Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

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
