using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>
/// Outermost: begins the call, settles its request id, which every log line of it bears, and the headers that keep browsers
/// careful.
/// </summary>
internal sealed class RequestScope(HttpFunctions functions, Settings settings, ILogger<RequestScope> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = HttpCall.Begin(context, functions).Context;
        var id = RequestId.Assign(http);
        AddHeaders(http.Response);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get; // the server knows what was really asked and leaves the body out
        }
        using (log.BeginScope(new LogScope("request_id", id)))
        {
            await next(context);
        }
    }

    private void AddHeaders(HttpResponse response)
    {
        if (!settings.IsLocal)
        {
            // The platform ends TLS, so the request itself always looks like http.
            response.Headers.StrictTransportSecurity = "max-age=31536000";
        }
        response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cache-Control", "no-store");
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            return Task.CompletedTask;
        }, response);
    }
}
