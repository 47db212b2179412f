using System.Text;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.OpenApi;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>
/// The records of the .NET client, made of the API's own document: one file a schema that partners and sell pages meet. Amounts
/// become decimals, times DateTimeOffset; a word stays a text, with its words as constants, so that a new one breaks nobody.
/// </summary>
internal static class DotnetModels
{
    private const string Head = "// Made of the API's own document by DotnetModels of the tests. Do not change it here.\n\n";
    private const string Schemas = "#/components/schemas/";
    private const string AmountPattern = """^-?[0-9]+(\.[0-9]+)?$""";

    private static readonly string[] Readers = ["Partner API", "Sell page"];

    /// <summary>The files, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Write() => Used()
        .Where(name => !name.EndsWith("List", StringComparison.Ordinal) && name is not ("NoFields" or "FieldCode" or "ProblemCode"))
        .ToDictionary(name => $"{NameOf(name)}.cs", name => Head + File(name, ApiDoc.At(Schemas + name).AsObject()));

    private static SortedSet<string> Used()
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in ApiDoc.Operations.Where(operation => Readers.Contains(operation.Json["tags"]![0]!.GetValue<string>())))
        {
            Visit(operation.Json);
        }

        Visit(new JsonObject { ["$ref"] = Schemas + "Event" });
        Visit(new JsonObject { ["$ref"] = Schemas + "Problem" });
        return used;

        void Visit(JsonNode node)
        {
            foreach (var (at, found) in ApiDoc.Walk(node))
            {
                if (at.EndsWith("/$ref", StringComparison.Ordinal) && SchemaOf(found) is { } name && used.Add(name))
                {
                    Visit(ApiDoc.At(Schemas + name));
                }
                else if (at.EndsWith("/$ref", StringComparison.Ordinal) && SchemaOf(found) is null)
                {
                    Visit(ApiDoc.At(found.GetValue<string>()));
                }
            }
        }
    }

    private static string File(string name, JsonObject schema) => WordsOf(schema) is { } words
        ? Words(name, words)
        : Record(name, schema);

    /// <summary>Its only words, or its usual ones where it holds others too.</summary>
    private static JsonArray? WordsOf(JsonNode schema) => (schema["enum"] ?? schema["anyOf"]?[0]?["enum"]) as JsonArray;

    private static string Words(string name, JsonArray words)
    {
        var text = new StringBuilder($"namespace OffRamp.Client.Models;\n\n/// <summary>Words of the API. There may be more one day.</summary>\npublic static class {name}\n{{\n");
        text.AppendJoin("\n", words.Select(word => word!.GetValue<string>()).Select(word =>
            $"    /// <summary><c>{word}</c></summary>\n    public const string {Pascal(word.ToLowerInvariant())} = \"{word}\";\n"));
        return text.Append("}\n").ToString();
    }

    private static string Record(string name, JsonObject schema)
    {
        // What is sent is checked by the compiler; what is read may be from another version, and is never refused.
        var isSent = name.EndsWith("Body", StringComparison.Ordinal);
        var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToHashSet() ?? [];
        var fields = schema["properties"]!.AsObject().Select(field => Field(field.Key, field.Value!.AsObject(), isSent, required.Contains(field.Key))).ToList();
        var text = new StringBuilder();
        text.Append(fields.Any(field => field.Contains(": JsonElement", StringComparison.Ordinal) || field.Contains(" JsonElement ", StringComparison.Ordinal)) ? "using System.Text.Json;\n" : "");
        text.Append("using System.Text.Json.Serialization;\n\nnamespace OffRamp.Client.Models;\n\n");
        text.Append($"/// <summary>{Says(schema) ?? "What is sent."}</summary>\n");
        text.Append($"public sealed partial record {NameOf(name)}\n{{\n");
        return text.AppendJoin("\n", fields).Append("}\n").ToString();
    }

    private static string Field(string name, JsonObject schema, bool isSent, bool isRequired)
    {
        var (type, isNullable) = TypeOf(schema);
        var isOptional = isNullable || !isRequired;
        var only = isSent && isRequired && schema["enum"] is JsonArray { Count: 1 } words ? words[0]!.GetValue<string>() : null;
        var text = new StringBuilder($"    /// <summary>{Says(schema) ?? "See the API's document."}</summary>\n    [JsonPropertyName(\"{name}\")]\n");
        text.Append(type == "decimal" ? "    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]\n" : "");
        text.Append("    public ").Append(isSent && !isOptional && only is null ? "required " : "").Append(type).Append(isOptional ? "?" : "");
        text.Append($" {(name == "object" ? "Kind" : Pascal(name))} {{ get; init; }}");
        var value = only is not null ? $"\"{only}\"" : isOptional || isSent ? null : Blank(type);
        return text.Append(value is null ? "" : $" = {value};").Append('\n').ToString();
    }

    private static string? Blank(string type) => type switch
    {
        "string" => "\"\"",
        "bool" or "int" or "long" or "decimal" or "DateTimeOffset" or "DateOnly" or "JsonElement" => null,
        _ when type.StartsWith("IReadOnlyList", StringComparison.Ordinal) => "[]",
        _ => "null!",
    };

    private static (string Type, bool IsNullable) TypeOf(JsonObject schema)
    {
        if (SchemaOf(schema["$ref"]) is { } name)
        {
            return (WordsOf(ApiDoc.At(Schemas + name)) is null ? NameOf(name) : "string", false);
        }

        if (schema["anyOf"] is JsonArray shapes)
        {
            var some = shapes.Select(shape => shape!.AsObject()).Where(shape => shape["type"]?.ToString() != "null").ToList();
            return some.Count == 1 ? (TypeOf(some[0]).Type, true)
                : some.TrueForAll(shape => ApiDoc.Resolve(shape)["oneOf"] is not null) ? ("string", shapes.Count > some.Count)
                : ("JsonElement", false);
        }

        var types = schema["type"] is JsonArray several ? several.Select(type => type!.GetValue<string>()).ToList() : [schema["type"]!.GetValue<string>()];
        return (Simple(types.Find(type => type != "null")!, schema), types.Contains("null"));
    }

    private static string Simple(string type, JsonObject schema) => type switch
    {
        "boolean" => "bool",
        "integer" => schema["format"]?.GetValue<string>() == "int64" ? "long" : "int",
        "array" => $"IReadOnlyList<{TypeOf(schema["items"]!.AsObject()).Type}>",
        "object" => schema["additionalProperties"] is null ? "JsonElement" : "IReadOnlyDictionary<string, string>",
        _ when schema["pattern"]?.GetValue<string>() == AmountPattern => "decimal",
        _ when schema["format"]?.GetValue<string>() == "date-time" => "DateTimeOffset",
        _ when schema["format"]?.GetValue<string>() == "date" => "DateOnly",
        _ => "string",
    };

    private static string? SchemaOf(JsonNode? reference) => reference?.GetValue<string>() is { } to && to.StartsWith(Schemas, StringComparison.Ordinal)
        ? to[Schemas.Length..]
        : null;

    // A name that says what it is also beside a partner's own.
    private static string NameOf(string schema) => schema == "Event" ? "OffRampEvent" : schema;

    private static string? Says(JsonObject schema) => schema["description"]?.GetValue<string>()
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace('\n', ' ');

    private static string Pascal(string name) => string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
