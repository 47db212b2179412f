using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Hosting.Errors;

/// <summary>Writes a <see cref="Problem"/> as application/problem+json.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    public Problem Problem => problem;

    public int? StatusCode => problem.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Challenge is { } challenge)
        {
            response.Headers.WWWAuthenticate = challenge;
        }

        var body = Write(RequestId.Of(httpContext));
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    private byte[] Write(string requestId) => JsonSerializer.SerializeToUtf8Bytes(
        new ProblemView(
            problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, requestId, problem.Retryable,
            problem.Errors.Count > 0 ? problem.Errors : null),
        ApiJson.WithoutNulls);
}

/// <summary>The body. <paramref name="Errors"/> are there where single fields are to blame.</summary>
internal sealed record ProblemView(
    string Type, string Title, int Status, string Detail, string Code, string RequestId, bool Retryable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Errors);
