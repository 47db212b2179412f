namespace OffRamp.Functions.Hosting.Errors;

/// <summary>
/// Answers that say why a request was not done. Each exists as a result for endpoints and, through
/// <see cref="Because(string, string)"/>, as an exception for code that has no result to return.
/// </summary>
internal static class Problems
{
    /// <summary>A refusal with a code of the catalogue, whose status it takes.</summary>
    public static ProblemResult Of(string code, string detail) => new(Describe(code, detail));

    /// <summary>The same, as an exception.</summary>
    public static ProblemException Because(string code, string detail) => new(Describe(code, detail));

    public static ProblemResult Unauthorized(string challenge = "Bearer") => new(
        Describe("unauthorized", "Credentials are missing or not valid.") with { Challenge = challenge });

    public static ProblemResult NotFound(string detail = "There is nothing here, or it is not yours.") => Of("not_found", detail);

    public static ProblemResult Conflict(string code, string detail) => Of(code, detail);

    /// <summary>503, retryable.</summary>
    public static ProblemResult Unavailable(string code, string detail, TimeSpan retryAfter) =>
        new(Describe(code, detail) with { RetryAfter = retryAfter });

    public static ProblemResult RateLimited(TimeSpan retryAfter) =>
        new(Describe("rate_limited", "Too many requests. Try again later.") with { RetryAfter = retryAfter });

    /// <summary>422 with the problems of fields: one problem gives the answer its code, several are <c>validation_failed</c>.</summary>
    public static ProblemResult Validation(params IReadOnlyList<FieldProblem> errors) => new(Invalid(errors));

    public static Problem Invalid(IReadOnlyList<FieldProblem> errors) => errors is [var only]
        ? new(422, only.Code, only.Message) { Errors = errors }
        : new(422, "validation_failed", $"The request has {errors.Count} problems; see errors.") { Errors = errors };

    public static Problem Describe(string code, string detail) => new(ProblemCatalogue.Get(code).Status, code, detail);
}
