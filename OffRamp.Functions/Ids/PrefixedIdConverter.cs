using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions.Ids;

internal sealed class PrefixedIdConverter<TId> : JsonConverter<TId>
    where TId : struct, IPrefixedId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PrefixedId.TryParse<TId>(reader.GetString(), out var id)
            ? id
            : throw new JsonException($"Expected an identifier that begins with {TId.Prefix}");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(PrefixedId.Write(value));
}
