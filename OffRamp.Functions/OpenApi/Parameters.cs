using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions.OpenApi;

/// <summary>What callers say outside the body, and what headers answers bear.</summary>
internal sealed class Parameters(Schemas schemas)
{
    private const string Text = """{ "type": "string", "minLength": 1, "maxLength": 255 }""";

    /// <summary>Parameters that many endpoints have in common, for the document's components.</summary>
    public static JsonObject Components => JsonNode.Parse($$"""
        {
          "request_id": { "name": "X-Request-Id", "in": "header", "schema": { "type": "string", "minLength": 1, "maxLength": 128 },
            "description": "Comes back in the answer and is in our logs; without one the answer has one of ours." },
          "idempotency_key": { "name": "{{IdempotentRequest.Header}}", "in": "header", "schema": {{Text}},
            "description": "Makes the request safe to repeat: for 7 days the same key and body get the first answer again. One value, without a comma and a space behind it." },
          "required_idempotency_key": { "name": "{{IdempotentRequest.Header}}", "in": "header", "required": true, "schema": {{Text}},
            "description": "Makes the request safe to repeat: for 7 days the same key and body get the first answer again. One value, without a comma and a space behind it." },
          "webhook_id": { "name": "webhook-id", "in": "header", "required": true, "schema": {{Text}},
            "description": "Names the message; the same on every attempt." },
          "webhook_timestamp": { "name": "webhook-timestamp", "in": "header", "required": true, "schema": { "type": "string", "pattern": "^[0-9]+$" },
            "description": "When it was signed, in seconds since 1970; at most 5 min off." }
        }
        """)!.AsObject();

    /// <summary>Headers of answers, for the document's components.</summary>
    public static JsonObject Headers => JsonNode.Parse("""
        {
          "X-Request-Id": { "required": true, "schema": { "type": "string" }, "description": "The caller's, or ours." },
          "Retry-After": { "schema": { "type": "integer" }, "description": "When to try again, in seconds." },
          "WWW-Authenticate": { "schema": { "type": "string" }, "description": "Which credentials are expected." },
          "Idempotency-Replayed": { "schema": { "const": "true" }, "description": "This is the first answer again." }
        }
        """)!.AsObject();

    public static JsonObject HeaderReference(string name) => new() { ["$ref"] = "#/components/headers/" + name };

    public static JsonObject Header(string name) => new() { [name] = HeaderReference(name) };

    public static bool ReadsQuery(HttpFunction function) =>
        function.Find<PagedAttribute>() is not null || function.Find<QueryParameterAttribute>() is not null;

    /// <summary>The parameters of a function, those of the path first.</summary>
    public JsonArray Of(HttpFunction function)
    {
        var parameters = new JsonArray([.. PathParameters(function)]);
        foreach (var parameter in function.FindAll<QueryParameterAttribute>())
        {
            parameters.Add(Query(parameter.Name, parameter.Type, parameter.IsRequired, function.Find<OperationAttribute>()!.Id));
        }

        if (function.Find<PagedAttribute>() is not null)
        {
            parameters.Add(Query("limit", typeof(int), isRequired: false));
            parameters.Add(Query("cursor", typeof(string), isRequired: false));
        }
        if (function.Find<IdempotentAttribute>() is { } key)
        {
            parameters.Add(Reference(key.KeyIsRequired ? "required_idempotency_key" : "idempotency_key"));
        }

        if (function.Caller == Caller.Provider)
        {
            parameters.Add(Reference("webhook_id"));
            parameters.Add(Reference("webhook_timestamp"));
        }
        parameters.Add(Reference("request_id"));
        return parameters;
    }

    /// <summary>A path as the document writes it: <c>/ops/api/orchestrations/{instance_id}</c>.</summary>
    public static string PathOf(HttpFunction function) => "/" + string.Join('/', function.Template.Segments
        .Select(segment => segment.Parts[0] is { IsParameter: true, Name: { } parameter }
            ? $"{{{NameOf(parameter)}}}"
            : string.Concat(segment.Parts.Select(part => part.Text))));

    private static string NameOf(string parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter);

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/parameters/" + name };

    // The segment before it says of what a parameter is: the id of /v1/sells/{id} is a sell's.
    private IEnumerable<JsonObject> PathParameters(HttpFunction function)
    {
        var owner = "";
        foreach (var segment in PathOf(function).Split('/'))
        {
            if (segment.StartsWith('{'))
            {
                yield return Write("path", segment.Trim('{', '}'), segment == "{network}" ? typeof(Network) : typeof(string), true, owner);
            }
            else
            {
                owner = segment;
            }
        }
    }

    // A parameter means the same wherever it stands, but for what the glossary has for one operation.
    private JsonObject Query(string name, Type type, bool isRequired, string operation = "query") =>
        Write("query", name, type, isRequired, Glossary.Find($"{operation}.{name}") is null ? "query" : operation);

    private JsonObject Write(string place, string name, Type type, bool isRequired, string owner)
    {
        var meaning = Glossary.Find(owner, name) ?? throw new InvalidOperationException($"The glossary does not know {owner}.{name}.");
        var schema = meaning.Words is { } words ? Schemas.Words(words) : schemas.Of(type, Audience.Everyone);
        if (meaning.Schema is { } more)
        {
            foreach (var (key, value) in JsonNode.Parse(more)!.AsObject())
            {
                schema[key] = value?.DeepClone();
            }
        }

        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (isRequired)
        {
            parameter["required"] = true;
        }

        parameter["description"] = meaning.Says;
        parameter["schema"] = schema;
        return parameter;
    }
}
