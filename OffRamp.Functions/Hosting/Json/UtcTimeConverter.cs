using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Hosting.Json;

/// <summary>Times as RFC 3339 in UTC with a Z, such as <c>2026-11-21T06:25:31.409Z</c>; as many digits as are needed.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Times.Write(value));
}
