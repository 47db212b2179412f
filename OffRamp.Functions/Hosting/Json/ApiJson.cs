using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Hosting.Json;

/// <summary>The JSON of the HTTP API and of stored records: snake_case, enums as snake_case words, nulls written.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new());

    public static JsonSerializerOptions WithoutNulls { get; } =
        Configure(new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    /// <summary>How bodies of requests are read: strictly, because a field named twice means two things.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        options.Converters.Add(new EnumWords());
        options.Converters.Add(new UtcTimeConverter());
        return options;
    }
}
