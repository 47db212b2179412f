using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.OpenApi;

/// <summary>
/// JSON schemas of the records that the API sends and takes. Names, types and nulls are those that the serializer itself
/// uses; what they mean is in <see cref="Glossary"/>.
/// </summary>
internal sealed class Schemas
{
    private static readonly JsonSerializerOptions Json = ApiJson.Configure(new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    private readonly SortedDictionary<string, JsonObject> named = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Type> types = new(StringComparer.Ordinal);

    /// <summary>The schemas that <see cref="Of"/> has referred to so far, by name.</summary>
    public JsonObject Components => new(named.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    /// <summary>The schema of a type; of a record, an enumeration or a currency a reference to its component.</summary>
    public JsonObject Of(Type type, Audience audience)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return OrNull(Of(value, audience));
        }

        if (Simple(type) is { } simple)
        {
            return simple;
        }

        if (type == typeof(Currency))
        {
            return Reference("Currency", type, () => Words(Currency.All.Select(currency => currency.Code)));
        }

        if (type == typeof(Network))
        {
            return Reference(nameof(Network), type, NetworkNames);
        }

        if (type.IsEnum)
        {
            return Reference(type.Name, type, () => Words(WordsOf(type)));
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return new() { ["type"] = "object", ["additionalProperties"] = Of(typeof(string), audience) };
        }

        if (ItemOf(type) is { } item)
        {
            return new() { ["type"] = "array", ["items"] = Of(item, audience) };
        }

        var prefix = HidesAnything(type, audience) ? audience.Prefix : "";
        return Reference(prefix + NameOf(type), type, () => Record(type, audience));
    }

    /// <summary>A schema of words.</summary>
    public static JsonObject Words(IEnumerable<string> words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    /// <summary>The usual networks, or one that an installation has besides.</summary>
    private static JsonObject NetworkNames() => new()
    {
        ["anyOf"] = new JsonArray(
            Words(Networks.All.Select(network => network.ToString())), new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z][A-Z0-9]{1,15}$" }),
    };

    /// <summary>The words of an enumeration, as they are written.</summary>
    public static IEnumerable<string> WordsOf(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(word => JsonSerializer.SerializeToElement(word, type, Json).GetString()!);

    private static JsonObject? Simple(Type type) =>
        type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(int) ? new() { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) ? new() { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(DateTimeOffset) ? new() { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(JsonObject) ? new() { ["type"] = "object" }
        : type == typeof(JsonNode) ? new() { ["type"] = new JsonArray("object", "string", "number", "boolean", "array") }
        : PrefixOf(type) is { } prefix ? new() { ["type"] = "string", ["pattern"] = $"^{prefix}[0-7][0-9a-hjkmnp-tv-z]{{25}}$" }
        : null;

    private static string? PrefixOf(Type type) => Array.Exists(type.GetInterfaces(), face => face.IsGenericType
        && face.GetGenericTypeDefinition() == typeof(IPrefixedId<>))
        ? (string)type.GetProperty(nameof(SellId.Prefix))!.GetValue(null)!
        : null;

    private static Type? ItemOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static string NameOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Page<>) ? NameOf(type.GetGenericArguments()[0]) + "List"
        : type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^"View".Length]
        : type.Name;

    private static IEnumerable<JsonPropertyInfo> PropertiesOf(Type type) => Json.GetTypeInfo(type).Properties.Where(property => property.Get is not null);

    private static bool HidesAnything(Type type, Audience audience) => audience.KeptBack.Count > 0
        && PropertiesOf(type).Any(property => audience.KeptBack.Contains(property.Name)
            || (Json.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Object && HidesAnything(property.PropertyType, audience)));

    private JsonObject Reference(string name, Type type, Func<JsonObject> write)
    {
        if (types.TryAdd(name, type))
        {
            named[name] = write();
        }
        else if (types[name] != type)
        {
            throw new InvalidOperationException($"{type} and {types[name]} would both be the schema {name}.");
        }

        return new() { ["$ref"] = "#/components/schemas/" + name };
    }

    private JsonObject Record(Type type, Audience audience)
    {
        var properties = PropertiesOf(type).Where(property => !audience.KeptBack.Contains(property.Name)).ToList();
        var required = properties.Where(property => audience.Sends ? property.IsRequired : !IsLeftOutAtTimes(property));
        var schema = new JsonObject { ["type"] = "object" };
        if (Glossary.Find(NameOf(type)) is { } meaning)
        {
            schema["description"] = meaning.Says;
        }

        schema["properties"] = new JsonObject(properties.Select(property =>
            KeyValuePair.Create(property.Name, (JsonNode?)Property(NameOf(type), property, audience))));
        if (required.Select(property => JsonValue.Create(property.Name)).ToArray<JsonNode?>() is { Length: > 0 } names)
        {
            schema["required"] = new JsonArray(names);
        }

        return schema;
    }

    private JsonObject Property(string owner, JsonPropertyInfo property, Audience audience)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var field = Glossary.Find(owner, property.Name);
        var schema = field?.Shapes is { } shapes
            ? new JsonObject { ["anyOf"] = new JsonArray([.. shapes.Select(shape => Of(shape, audience))]) }
            : field?.Words is { } words ? Worded(type, words) : Of(type, audience);
        if (field?.Schema is { } more)
        {
            foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            {
                schema[name] = value?.DeepClone();
            }
        }

        var mayBeNull = audience.Sends ? !property.IsRequired : property.IsGetNullable || type != property.PropertyType;
        if (mayBeNull && !(IsLeftOutAtTimes(property) && Attribute<AtTimesAttribute>(property) is null))
        {
            schema = OrNull(schema);
        }

        if (field is not null)
        {
            schema["description"] = field.Says;
        }

        return schema;
    }

    private static JsonObject Worded(Type type, IEnumerable<string> words) =>
        type != typeof(string) && ItemOf(type) is not null ? new() { ["type"] = "array", ["items"] = Words(words) } : Words(words);

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words)
        {
            words.Add((JsonNode?)null);
        }

        if (schema["anyOf"] is JsonArray shapes)
        {
            shapes.Add(new JsonObject { ["type"] = "null" });
        }
        else if (schema["type"] is JsonArray types)
        {
            types.Add("null");
        }
        else if (schema["type"] is { } only)
        {
            schema["type"] = new JsonArray(only.GetValue<string>(), "null");
        }
        else
        {
            return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        return schema;
    }

    private static bool IsLeftOutAtTimes(JsonPropertyInfo property) =>
        Attribute<JsonIgnoreAttribute>(property) is not null || Attribute<AtTimesAttribute>(property) is not null;

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();
}
