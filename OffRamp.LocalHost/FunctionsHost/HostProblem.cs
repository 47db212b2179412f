using System.Text.Json;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>What the host itself refuses, in the shape that the app's own refusals have (RFC 9457, with <c>code</c>).</summary>
internal sealed record HostProblem(int Status, string Code, string Title, bool IsRetryable) : IResult
{
    public static HostProblem NotFound { get; } = new(404, "not_found", "There is nothing here.", IsRetryable: false);

    public static HostProblem Unauthorized { get; } = new(401, "unauthorized", "The key is missing or wrong.", IsRetryable: false);

    /// <summary>What the caller sent cannot be read on.</summary>
    public static HostProblem Unreadable { get; } = new(400, "invalid_request", "The request breaks off or is not HTTP.", IsRetryable: false);

    /// <summary>The worker died, threw, or did not answer: what was asked for may have been done.</summary>
    public static HostProblem NoAnswer { get; } = new(500, "internal_error", "The app did not answer.", IsRetryable: true);

    public static HostProblem TimedOut { get; } = new(504, "internal_error", "The function timeout passed.", IsRetryable: true);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            httpContext.Abort();
            return;
        }
        var id = httpContext.Request.Headers["X-Request-Id"] is [{ Length: >= 1 and <= 128 } given] && given.All(c => c is > ' ' and <= '~')
            ? given
            : $"req_{Guid.NewGuid():N}";
        response.Clear();
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers["X-Request-Id"] = id;
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["type"] = $"urn:offramp:problem:{Code}",
            ["title"] = Title,
            ["status"] = Status,
            ["detail"] = Title,
            ["code"] = Code,
            ["request_id"] = id,
            ["retryable"] = IsRetryable,
        });
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }
}
