namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>Writes an outcome as an HTTP answer.</summary>
internal static class Answer
{
    public const string RequestIdHeader = "X-Request-Id";

    public static Task WriteAsync(HttpContext context, Outcome outcome)
    {
        var response = context.Response;
        response.StatusCode = outcome.Status;
        if (outcome.IsReplay)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        switch (outcome.Body)
        {
            case SeeOther elsewhere:
                response.Headers.Location = elsewhere.Location;
                return Task.CompletedTask;
            case Written written:
                response.ContentType = written.ContentType;
                return response.WriteAsync(written.Text);
            case Problem problem:
                var identified = problem with { RequestId = response.Headers[RequestIdHeader] };
                return response.WriteAsJsonAsync(identified, SandboxJson.Options, "application/problem+json");
            default:
                return response.WriteAsJsonAsync(outcome.Body, outcome.Body.GetType(), SandboxJson.Options);
        }
    }
}
