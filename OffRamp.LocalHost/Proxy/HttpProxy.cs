using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using OffRamp.LocalHost.Handler;

namespace OffRamp.LocalHost.Proxy;

/// <summary>
/// Passes requests of HTTP functions on to the handler (<c>enableProxyingHttpRequest</c>): method, path, query, headers
/// and body as they came, both bodies streamed.
/// </summary>
internal sealed partial class HttpProxy(HandlerEndpoint handler, TimeSpan? functionTimeout, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseWhenRefused = TimeSpan.FromMilliseconds(25);

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade",
    };

    public async Task ForwardAsync(HttpContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var answered = false;
        try
        {
            using var response = await SendAsync(context, limit);
            answered = true;
            CopyHead(response, context.Response);
            await response.Content.CopyToAsync(context.Response.Body, limit.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            handler.Restart($"{context.Request.Method} {context.Request.Path} ran into the function timeout of {functionTimeout}");
            await RefuseAsync(context, answered, StatusCodes.Status504GatewayTimeout, "The function timeout passed.");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or HostFailure)
        {
            LogBroken(context.Request.Method, context.Request.Path, broken.Message);
            await RefuseAsync(context, answered, StatusCodes.Status502BadGateway, "The app did not answer.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, CancellationTokenSource limit)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            var client = await handler.WhenReadyAsync(limit.Token);
            if (functionTimeout is { } timeout) limit.CancelAfter(timeout);
            try
            {
                using var request = RequestFor(context, client.BaseAddress!);
                return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            }
            catch (HttpRequestException broken) when (IsSafeToRepeat(context.Request) && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                // The process may have just died, and the next one will answer; if it lives, this was its answer.
                await Task.Delay(PauseWhenRefused, limit.Token);
                if (broken.HttpRequestError != HttpRequestError.ConnectionError && client == await handler.WhenReadyAsync(limit.Token)) throw;
            }
        }
    }

    private static bool IsSafeToRepeat(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static HttpRequestMessage RequestFor(HttpContext context, Uri handlerAddress)
    {
        var caller = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(caller.Method), RawTarget.At(context, $"http://{handlerAddress.Authority}"));
        if (HasBody(context)) request.Content = new StreamContent(caller.Body);
        foreach (var (name, values) in caller.Headers)
        {
            if (HopByHop.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        HandlerEndpoint.Mark(request);
        MarkAsPassedOn(request, context);
        return request;
    }

    // What tells a caller's request from an invocation by the host: the host's proxy names the invocation, Azure's
    // front end the caller. A caller who sends these himself only says the same.
    private static void MarkAsPassedOn(HttpRequestMessage request, HttpContext context)
    {
        request.Headers.TryAddWithoutValidation("x-ms-invocation-id", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
    }

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength > 0;

    private static void CopyHead(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        Copy(from.Headers, to);
        Copy(from.Content.Headers, to);
    }

    private static void Copy(HttpHeaders from, HttpResponse to)
    {
        foreach (var (name, values) in from.NonValidated)
            if (!HopByHop.Contains(name)) to.Headers[name] = values.ToArray();
    }

    private static async Task RefuseAsync(HttpContext context, bool answered, int status, string detail)
    {
        if (answered)
        {
            context.Abort();
            return;
        }
        await Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} got no answer from the app: {Problem}")]
    private partial void LogBroken(string method, string path, string problem);
}
