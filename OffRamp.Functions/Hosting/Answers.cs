namespace OffRamp.Functions.Hosting;

/// <summary>Sees to it that every refusal has the contract's shape, whoever refused: an endpoint, routing, or an exception.</summary>
internal sealed class Answers(RequestDelegate next, Failures failures)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the caller is gone
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = failures.Describe(e);
            ForgetBody(context.Response);
            (e as DeadlineExceededException)?.KeepOff(context);
            await new ProblemResult(problem).ExecuteAsync(context);
            return;
        }
        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null })
            await ShapeAsync(context);
    }

    private static Task ShapeAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = Allowed(response.Headers.Allow.ToString());
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        }
        var problem = response.StatusCode switch
        {
            404 => Problems.NotFound(),
            405 => Problems.Of("method_not_allowed", $"Allowed here: {response.Headers.Allow}."),
            413 => Problems.Of("body_too_large", $"A body has at most {RequestBody.Limit / 1024} KiB."),
            415 => Problems.Of("unsupported_media_type", "Send the body as application/json in UTF-8."),
            >= 500 => Problems.Of("internal_error", "Something went wrong here. The request id helps to find it."),
            _ => new ProblemResult(new(response.StatusCode, "invalid_request", "The request cannot be read.")),
        };
        return problem.ExecuteAsync(context);
    }

    private static string Allowed(string routed)
    {
        var methods = routed.Split(", ", StringSplitOptions.RemoveEmptyEntries).ToList();
        if (methods.Contains("GET") && !methods.Contains("HEAD"))
            methods.Add("HEAD");
        if (!methods.Contains("OPTIONS"))
            methods.Add("OPTIONS");
        return string.Join(", ", methods);
    }

    // What the endpoint said before it failed does not describe the problem; the request id and the like stay.
    private static void ForgetBody(HttpResponse response)
    {
        response.Headers.Remove("Content-Length");
        response.Headers.Remove("Content-Type");
        response.Headers.Remove("Content-Encoding");
        response.Headers.Remove("ETag");
        response.Headers.Remove("Set-Cookie");
    }
}
