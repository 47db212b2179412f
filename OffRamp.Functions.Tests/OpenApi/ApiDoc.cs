using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.OpenApi;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Json)
{
    public string Id => Json["operationId"]!.GetValue<string>();

    public string? Scheme => Json["security"]!.AsArray().SingleOrDefault()?.AsObject().Single().Key;

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The document that the app serves, written from the same functions.</summary>
internal static class ApiDoc
{
    public static HttpFunctions Functions { get; } = HttpFunctions.OfApp();

    public static JsonObject Json { get; } = new DocumentWriter(Functions).Write(new("https://sell.offramp.test"));

    public static JsonObject Components => Json["components"]!.AsObject();

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        .. from path in Json["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
    ];

    /// <summary>The operation that a request is: by its method and its path, in which parameters match anything but nothing.</summary>
    public static Operation? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && Matches(operation.Path, path))
        .MaxBy(operation => operation.Path.Split('/').Count(segment => !segment.StartsWith('{')));

    /// <summary>What a reference points to; anything else is itself.</summary>
    public static JsonObject Resolve(JsonNode node) => node["$ref"] is { } reference && node.AsObject().Count == 1
        ? Resolve(At(reference.GetValue<string>()))
        : node.AsObject();

    /// <summary>What is at <c>#/components/schemas/Sell</c>.</summary>
    public static JsonNode At(string reference) => reference.Split('/').Skip(1).Aggregate(
        (JsonNode)Json, (node, name) => node[name] ?? throw new AssertFailedException($"{reference} points to nothing."));

    /// <summary>Every node below, with its path.</summary>
    public static IEnumerable<(string At, JsonNode Node)> Walk(JsonNode node, string at = "#") => node switch
    {
        JsonObject json => json.Where(pair => pair.Value is not null && (pair.Key != "example" || at.EndsWith("/properties", StringComparison.Ordinal)))
            .SelectMany(pair => Walk(pair.Value!, $"{at}/{pair.Key}")).Prepend((at, json)),
        JsonArray json => json.OfType<JsonNode>().SelectMany((item, i) => Walk(item, $"{at}/{i}")),
        _ => [(at, node)],
    };

    private static bool Matches(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('?')[0].Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair =>
            pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }
}
