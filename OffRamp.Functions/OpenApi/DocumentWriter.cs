using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions.OpenApi;

/// <summary>Writes the OpenAPI 3.1 document of functions, out of what their attributes say of them.</summary>
internal sealed class DocumentWriter
{
    private const string Json = "application/json";

    private readonly Schemas schemas = new();
    private readonly Parameters parameters;
    private readonly List<HttpFunction> functions;
    private readonly Dictionary<string, Refusal> shared;

    public DocumentWriter(HttpFunctions all)
    {
        parameters = new(schemas);
        functions = [.. all.All.Where(function => function.Find<OperationAttribute>() is not null)];
        shared = functions.SelectMany(RefusalsOf).GroupBy(refusal => refusal.Name).Where(group => group.Count() > 1)
            .ToDictionary(group => group.Key, group => group.First());
    }

    /// <param name="root">Where the API is: without it clients that are generated from the document would not know.</param>
    public JsonObject Write(Uri root)
    {
        var paths = new JsonObject();
        foreach (var path in functions.GroupBy(Parameters.PathOf))
        {
            paths[path.Key] = new JsonObject(path.Select(function =>
                KeyValuePair.Create(MethodOf(function), (JsonNode?)Operation(function))));
        }

        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "OffRamp", ["version"] = "1", ["description"] = Preamble.Text, ["license"] = Preamble.License },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = root.AbsoluteUri.TrimEnd('/') }),
            ["tags"] = new JsonArray([.. Caller.All.Select(caller => new JsonObject { ["name"] = caller.Name, ["description"] = caller.Says })]),
            ["paths"] = paths,
            ["components"] = Components(),
        };
    }

    private static string MethodOf(HttpFunction function) =>
        function.Methods[0].ToLowerInvariant();

    private static IEnumerable<Refusal> RefusalsOf(HttpFunction function) =>
        Refusals.Of(function);

    private JsonObject Operation(HttpFunction function)
    {
        var caller = function.Caller;
        var operation = function.Find<OperationAttribute>()!;
        var written = new JsonObject { ["operationId"] = operation.Id, ["summary"] = operation.Summary };
        if (operation.Says is { } says)
        {
            written["description"] = says;
        }

        written["tags"] = new JsonArray(caller.Name);
        written["security"] = caller.Scheme is { } scheme ? new JsonArray(new JsonObject { [scheme] = new JsonArray() }) : new JsonArray();
        written["parameters"] = parameters.Of(function);
        if (function.Find<TakesAttribute>() is { } takes)
        {
            written["requestBody"] = Body(operation.Id, takes);
        }

        written["responses"] = Responses(function, operation.Id, caller);
        return written;
    }

    private JsonObject Body(string id, TakesAttribute takes) => new()
    {
        ["required"] = !takes.IsOptional,
        ["content"] = Content(Json, schemas.Of(takes.Body, Audience.Sender), $"{id}.request"),
    };

    private JsonObject Responses(HttpFunction function, string id, Caller caller)
    {
        var responses = new JsonObject();
        foreach (var answer in function.FindAll<AnswersAttribute>().OrderBy(answer => answer.Status))
        {
            var written = Answer(id, answer, caller, function.Find<IdempotentAttribute>() is not null);
            if (responses[$"{answer.Status}"] is { } sameInAnotherForm)
            {
                sameInAnotherForm["content"]![answer.MediaType] = written["content"]![answer.MediaType]!.DeepClone();
            }
            else
            {
                responses[$"{answer.Status}"] = written;
            }
        }
        foreach (var refusal in RefusalsOf(function))
        {
            responses[$"{refusal.Status}"] = shared.ContainsKey(refusal.Name)
                ? new JsonObject { ["$ref"] = "#/components/responses/" + refusal.Name }
                : Refusals.Write(refusal);
        }

        if (!responses.Any(response => response.Key.StartsWith('4')))
        {
            responses["4XX"] = new JsonObject { ["description"] = Refusals.OfTheServer };
        }

        return responses;
    }

    private JsonObject Answer(string id, AnswersAttribute answer, Caller caller, bool isIdempotent)
    {
        var headers = Parameters.Header("X-Request-Id");
        if (isIdempotent)
        {
            headers["Idempotency-Replayed"] = Parameters.HeaderReference("Idempotency-Replayed");
        }

        var schema = answer.Body is { } body
            ? schemas.Of(body, caller == Caller.SellPage ? Audience.SellPage : Audience.Everyone)
            : new JsonObject { ["type"] = answer.MediaType == Json ? "object" : "string" };
        return new()
        {
            ["description"] = answer.Says ?? "Done.",
            ["headers"] = headers,
            ["content"] = Content(answer.MediaType, schema, $"{id}.{answer.Status}"),
        };
    }

    private static JsonObject Content(string mediaType, JsonObject schema, string example)
    {
        var content = new JsonObject { ["schema"] = schema };
        if (mediaType == Json && Examples.Find(example) is { } shown)
        {
            content["example"] = shown;
        }

        return new() { [mediaType] = content };
    }

    private JsonObject Components()
    {
        schemas.Of(typeof(ProblemView), Audience.Everyone);
        var named = schemas.Components;
        named["ProblemCode"] = Codes(ProblemCatalogue.All.ToDictionary(kind => kind.Code, kind => $"{kind.Status}: {kind.Title}."));
        named["FieldCode"] = Codes(FieldCodes.All);
        foreach (var owner in new[] { "Problem", "FieldProblem" })
        {
            named[owner]!["properties"]!["code"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["$ref"] = "#/components/schemas/ProblemCode" }, new JsonObject { ["$ref"] = "#/components/schemas/FieldCode" }),
                ["description"] = Glossary.Find("code")!.Says,
            };
        }

        return new()
        {
            ["schemas"] = named,
            ["responses"] = new JsonObject(shared.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Refusals.Write(pair.Value)))),
            ["parameters"] = Parameters.Components,
            ["headers"] = Parameters.Headers,
            ["securitySchemes"] = Preamble.SecuritySchemes,
        };
    }

    private static JsonObject Codes(IReadOnlyDictionary<string, string> codes) => new()
    {
        ["type"] = "string",
        ["oneOf"] = new JsonArray([.. codes.OrderBy(code => code.Key, StringComparer.Ordinal)
            .Select(code => new JsonObject { ["const"] = code.Key, ["description"] = code.Value })]),
    };
}
