namespace OffRamp.Functions.Hosting;

/// <summary>Settles the request id and puts it into every log line of the request.</summary>
internal sealed class RequestScope(RequestDelegate next, ILogger<RequestScope> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var id = RequestId.Assign(context);
        using (log.BeginScope(new LogScope("request_id", id)))
            await next(context);
    }
}
