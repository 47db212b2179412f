using System.Text.Json.Serialization;

namespace OffRamp.Functions.Hosting.Errors;

/// <summary>
/// Why a request was not done (RFC 9457). <paramref name="Code"/> is stable and known to <see cref="ProblemCatalogue"/>
/// or names a problem of one field; <paramref name="Detail"/> is a sentence for people and holds no secrets.
/// </summary>
internal sealed record Problem(int Status, string Code, string Detail)
{
    /// <summary>The problems of single fields, where the request was read but not accepted (422).</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>When to try again; sent as the Retry-After header in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The WWW-Authenticate header of a 401.</summary>
    public string? Challenge { get; init; }

    /// <summary>The same request may succeed later, unchanged.</summary>
    public bool Retryable => Status is 429 or >= 500 || ProblemCatalogue.Find(Code) is { Retryable: true };

    public string Title => ProblemCatalogue.Find(Code)?.Title
        ?? (Status == 422 ? "The request is not valid" : "The request was not done");

    public string Type => "urn:offramp:problem:" + Code;
}

/// <param name="Path">Where in the body or query: <c>amount</c>, <c>limits.per_sell</c>.</param>
/// <param name="Code">Stable: <c>required</c>, <c>invalid_type</c>, <c>out_of_range</c> ...</param>
internal sealed record FieldProblem(string Path, string Code, string Message)
{
    /// <summary>One of <see cref="FieldReasons"/>, where the code alone does not say what the user could do about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The limit that an amount is under or over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AmountLimit? Limit { get; init; }
}

/// <summary>The least or the most of an asset.</summary>
/// <param name="Amount">In units of the currency, as decimal text.</param>
/// <param name="Per">One of <see cref="PerSell"/> and <see cref="PerUserDay"/>.</param>
internal sealed record AmountLimit(string Amount, string Currency, string Per)
{
    public const string PerSell = "sell";
    public const string PerUserDay = "user_day";
}

/// <summary>A problem found too deep to be returned; the outermost layer answers with it.</summary>
internal sealed class ProblemException(Problem problem) : Exception($"{problem.Code}: {problem.Detail}")
{
    public Problem Problem { get; } = problem;
}
