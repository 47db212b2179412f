using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Hosting.Json;

/// <summary>
/// Enums as snake_case words. One that names a converter of its own keeps it: converters of the options would otherwise
/// come first, and <c>TRC20</c> would be written <c>trc20</c>.
/// </summary>
internal sealed class EnumWords : JsonConverterFactory
{
    private readonly JsonStringEnumConverter words = new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsEnum && !typeToConvert.IsDefined(typeof(JsonConverterAttribute), inherit: false);

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        words.CreateConverter(typeToConvert, options);
}
