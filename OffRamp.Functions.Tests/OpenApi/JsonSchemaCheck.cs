using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Json.Schema;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>
/// Holds JSON against a schema of the document, by JSON Schema 2020-12 with formats. Stricter than that: a property that the
/// schema does not name is a fault, and so is a keyword or a format that is not known here.
/// </summary>
internal static class JsonSchemaCheck
{
    private const string Components = "#/components/schemas/";
    private const string Document = "https://offramp.test/document";

    private static readonly string[] Nested = ["items", "additionalProperties", "propertyNames"];
    private static readonly string[] Plain =
    [
        "type", "enum", "const", "required", "pattern", "minLength", "maxLength", "minimum", "maximum", "maxItems", "maxProperties", "format",
        "description", "examples", "default",
    ];

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true, OnlyKnownFormats = true };
    private static readonly ConcurrentDictionary<string, JsonSchema> Read = new();

    static JsonSchemaCheck()
    {
        Formats.Register(new PredicateFormat("date-time", IsUtc));
        Formats.Register(new PredicateFormat("int32", node => IsNumber<int>(node)));
        Formats.Register(new PredicateFormat("int64", node => IsNumber<long>(node)));
        var definitions = new JsonObject();
        foreach (var (name, schema) in ApiDoc.Components["schemas"]!.AsObject())
        {
            definitions[name] = Strict(schema!);
        }

        SchemaRegistry.Global.Register(JsonSchema.FromText(new JsonObject { ["$id"] = Document, ["$defs"] = definitions }.ToJsonString()));
    }

    /// <summary>What is wrong, as sentences; none where the JSON is as described.</summary>
    public static IEnumerable<string> Faults(JsonNode? json, JsonNode schema)
    {
        var results = Read.GetOrAdd(schema.ToJsonString(), _ => JsonSchema.FromText(Strict(schema).ToJsonString())).Evaluate(json, Options);
        return results.IsValid
            ? []
            : results.Details.Where(part => part.HasErrors)
                .SelectMany(part => part.Errors!.Select(error => $"${part.InstanceLocation} breaks {error.Key}: {error.Value}")).DefaultIfEmpty("It is invalid.");
    }

    private static JsonObject Strict(JsonNode schema)
    {
        var strict = new JsonObject();
        foreach (var (keyword, value) in schema.AsObject())
        {
            strict[keyword] = Strict(keyword, value!);
        }

        if (strict.ContainsKey("properties") && !strict.ContainsKey("$ref"))
        {
            strict.TryAdd("additionalProperties", false);
        }

        return strict;
    }

    private static JsonNode Strict(string keyword, JsonNode value) => keyword switch
    {
        "$ref" => value.GetValue<string>().Replace(Components, $"{Document}#/$defs/", StringComparison.Ordinal),
        "properties" => new JsonObject(value.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Strict(pair.Value!)))),
        "anyOf" or "oneOf" => new JsonArray([.. value.AsArray().Select(part => (JsonNode)Strict(part!))]),
        _ when Nested.Contains(keyword) => value is JsonObject ? Strict(value) : value.DeepClone(),
        _ when Plain.Contains(keyword) => value.DeepClone(),
        _ => throw new AssertFailedException($"The keyword {keyword} is not known here."),
    };

    private static bool IsUtc(JsonNode? node) => node?.GetValueKind() != System.Text.Json.JsonValueKind.String
        || (node.GetValue<string>().EndsWith('Z') && DateTimeOffset.TryParse(node.GetValue<string>(), CultureInfo.InvariantCulture, out _));

    private static bool IsNumber<T>(JsonNode? node)
        where T : System.Numerics.INumber<T> =>
        node?.GetValueKind() != System.Text.Json.JsonValueKind.Number || T.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
