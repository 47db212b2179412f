using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions.OpenApi;

/// <summary>One status that an endpoint refuses with, and the codes that come with it.</summary>
/// <param name="NamesFields">The code may also be one of <see cref="FieldCodes"/>.</param>
internal sealed record Refusal(int Status, IReadOnlyList<string> Codes, bool NamesFields)
{
    public string Name => string.Join('.', Codes);
}

/// <summary>Why endpoints refuse: what follows from how an endpoint is reached and what it reads, and what it says itself.</summary>
internal static class Refusals
{
    /// <summary>What an endpoint answers that refuses nobody: the web server stands before it.</summary>
    public const string OfTheServer = "The web server itself refused what is no proper HTTP, such as headers that are too large; without a body.";

    private static readonly string[] Always = ["internal_error", "deadline_exceeded"];
    private static readonly string[] OfBodies = ["invalid_request", "length_required", "body_too_large"];
    private static readonly string[] OfJson = ["invalid_json", "unsupported_media_type", "validation_failed"];
    private static readonly string[] OfKeys = ["invalid_idempotency_key", "idempotency_key_reused", "idempotency_in_progress"];

    public static IEnumerable<Refusal> Of(HttpFunction function) =>
        CodesOf(function).Distinct()
            .GroupBy(code => ProblemCatalogue.Get(code).Status)
            .OrderBy(group => group.Key)
            .Select(group => new Refusal(group.Key, [.. group.Order(StringComparer.Ordinal)], group.Contains("validation_failed")));

    public static JsonObject Write(Refusal refusal)
    {
        var kinds = refusal.Codes.Select(ProblemCatalogue.Get).ToList();
        var problem = new Problem(refusal.Status, kinds[0].Code, kinds[0].Title + ".");
        var shown = new ProblemView(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, "req-1", problem.Retryable, null);
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/Problem" };
        var told = kinds.Select(kind => $"`{kind.Code}`: {kind.Title}.");
        if (refusal.NamesFields)
        {
            told = told.Append("With one problem of a field, `code` is that problem's.");
        }
        else
        {
            schema["properties"] = new JsonObject { ["code"] = Schemas.Words(refusal.Codes) };
        }

        return new()
        {
            ["description"] = string.Join("\n\n", told),
            ["headers"] = Headers(refusal),
            ["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = schema,
                    ["example"] = JsonSerializer.SerializeToNode(shown, ApiJson.WithoutNulls),
                },
            },
        };
    }

    private static IEnumerable<string> CodesOf(HttpFunction function)
    {
        var caller = function.Caller;
        var reads = function.Find<TakesAttribute>() is not null;
        var key = function.Find<IdempotentAttribute>();
        var codes = Always.Concat(caller.Refusals)
            .Concat(function.FindAll<RefusesAttribute>().SelectMany(refuses => refuses.Codes));
        if (caller.Scheme is not null)
        {
            codes = codes.Append("storage_unavailable");
        }

        if (reads || key is not null)
        {
            codes = codes.Concat(OfBodies);
        }

        if (caller == Caller.Provider)
        {
            return codes.Append("invalid_json");
        }

        if (reads)
        {
            codes = codes.Concat(OfJson);
        }

        if (Parameters.ReadsQuery(function))
        {
            codes = codes.Append("validation_failed");
        }

        if (key is not null)
        {
            codes = codes.Concat(OfKeys);
        }

        if (key is { KeyIsRequired: true })
        {
            codes = codes.Append("idempotency_key_required");
        }

        // The sell page's path is part of its credential: another session is 401.
        return function.Template.Parameters.Count > 0 && caller != Caller.SellPage ? codes.Append("not_found") : codes;
    }

    private static JsonObject Headers(Refusal refusal)
    {
        var headers = Parameters.Header("X-Request-Id");
        if (refusal.Status is 429 or 503 || refusal.Codes.Contains("idempotency_in_progress"))
        {
            headers["Retry-After"] = Parameters.HeaderReference("Retry-After");
        }

        if (refusal.Status == 401)
        {
            headers["WWW-Authenticate"] = Parameters.HeaderReference("WWW-Authenticate");
        }

        return headers;
    }
}
