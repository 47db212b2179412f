using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>
/// Holds JSON against a schema of the document. Stricter than JSON Schema: a property that the schema does not name is a
/// fault, and so is a keyword that is not known here.
/// </summary>
internal static class JsonSchemaCheck
{
    /// <summary>What is wrong, as sentences; none where the JSON is as described.</summary>
    public static IEnumerable<string> Faults(JsonNode? json, JsonNode schema, string at = "$") =>
        schema.AsObject().SelectMany(keyword => Faults(json, schema, keyword.Key, keyword.Value!, at));

    private static IEnumerable<string> Faults(JsonNode? json, JsonNode schema, string keyword, JsonNode value, string at) => keyword switch
    {
        "$ref" => Faults(json, ApiDoc.At(value.GetValue<string>()), at),
        "anyOf" or "oneOf" => Alternatives(json, value.AsArray(), at),
        "type" => Unless(Types(value).Contains(TypeOf(json)), $"{at} is {TypeOf(json)} and not {value.ToJsonString()}"),
        "enum" => Unless(value.AsArray().Any(word => JsonNode.DeepEquals(word, json)), $"{at} is none of {value.ToJsonString()}: {json?.ToJsonString()}"),
        "const" => Unless(JsonNode.DeepEquals(value, json), $"{at} is not {value.ToJsonString()}"),
        "properties" => json is JsonObject given ? Properties(given, schema, value.AsObject(), at) : [],
        "required" => json is JsonObject given
            ? value.AsArray().Select(name => name!.GetValue<string>()).Where(name => !given.ContainsKey(name)).Select(name => $"{at}.{name} is missing")
            : [],
        "additionalProperties" => json is JsonObject given ? given.SelectMany(pair => Faults(pair.Value, value, $"{at}.{pair.Key}")) : [],
        "propertyNames" => json is JsonObject given ? given.SelectMany(pair => Faults(JsonValue.Create(pair.Key), value, $"{at}.{pair.Key}")) : [],
        "items" => json is JsonArray given ? given.SelectMany((item, i) => Faults(item, value, $"{at}[{i}]")) : [],
        _ => Bounds(json, keyword, value, at),
    };

    private static IEnumerable<string> Bounds(JsonNode? json, string keyword, JsonNode value, string at)
    {
        var text = TypeOf(json) == "string" ? json!.GetValue<string>() : null;
        var holds = keyword switch
        {
            "pattern" => text is null || Regex.IsMatch(text, value.GetValue<string>(), RegexOptions.CultureInvariant),
            "minLength" => text is null || text.Length >= value.GetValue<int>(),
            "maxLength" => text is null || text.Length <= value.GetValue<int>(),
            "minimum" => TypeOf(json) != "integer" || json!.GetValue<long>() >= value.GetValue<long>(),
            "maximum" => TypeOf(json) != "integer" || json!.GetValue<long>() <= value.GetValue<long>(),
            "maxItems" => json is not JsonArray list || list.Count <= value.GetValue<int>(),
            "maxProperties" => json is not JsonObject given || given.Count <= value.GetValue<int>(),
            "format" => text is null || HasFormat(text, value.GetValue<string>()),
            "description" or "examples" or "default" => true,
            _ => throw new AssertFailedException($"The keyword {keyword} is not known here."),
        };
        return Unless(holds, $"{at} breaks {keyword} {value.ToJsonString()}: {json?.ToJsonString()}");
    }

    private static IEnumerable<string> Properties(JsonObject given, JsonNode schema, JsonObject properties, string at)
    {
        var isWhole = schema["$ref"] is null && schema["additionalProperties"] is null;
        foreach (var (name, value) in given)
            if (properties[name] is { } property)
                foreach (var fault in Faults(value, property, $"{at}.{name}"))
                    yield return fault;
            else if (isWhole)
                yield return $"{at}.{name} is not in the schema";
    }

    private static IEnumerable<string> Alternatives(JsonNode? json, JsonArray schemas, string at)
    {
        var faults = schemas.Select(schema => Faults(json, schema!, at).ToList()).ToList();
        return faults.Exists(found => found.Count == 0) ? [] : [$"{at} is none of the {schemas.Count}: {faults.MinBy(found => found.Count)![0]}"];
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => throw new AssertFailedException($"The format {format} is not known here."),
    };

    private static IEnumerable<string> Types(JsonNode value) => value is JsonArray types ? types.Select(type => type!.GetValue<string>()) : [value.GetValue<string>()];

    private static string TypeOf(JsonNode? json) => json switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => json.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
            _ => json.ToJsonString().All(character => char.IsAsciiDigit(character) || character == '-') ? "integer" : "number",
        },
    };

    private static IEnumerable<string> Unless(bool holds, string fault) => holds ? [] : [fault];
}
