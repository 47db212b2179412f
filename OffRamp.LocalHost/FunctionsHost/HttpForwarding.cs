using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using OffRamp.LocalHost.FunctionsHost.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Passes an HTTP function's request on to the worker's own server, as it came and unbuffered in both directions, while the
/// call itself goes by gRPC. Header values may hold any bytes; redirects and cookies are the caller's business.
/// </summary>
internal sealed class HttpForwarding(IHttpForwarder forwarder) : IDisposable
{
    private const string InvocationId = "x-ms-invocation-id";

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(10) };

    private readonly HttpMessageInvoker client = new(new UntilItListens(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null, // no span of its own; the trace goes along as below
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    }));

    public async Task<bool> RunAsync(HttpContext context, WorkerChannel channel, InvocationRequest call)
    {
        context.Request.Headers[InvocationId] = call.InvocationId;
        var address = channel.HttpAddress?.GetLeftPart(UriPartial.Authority) ?? throw new HostFailure("The worker takes no HTTP.");
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var forwarding = forwarder.SendAsync(context, address, client, Config, Seen.Transformer, broken.Token).AsTask();
        try
        {
            await channel.InvokeAsync(call, context.RequestAborted);
        }
        catch (Exception)
        {
            // A worker that died answers no more: whoever waits for it must not wait until the connection times out.
            broken.CancelAfter(TimeSpan.FromMilliseconds(250));
            if (await forwarding != ForwarderError.RequestBodyClient)
            {
                throw;
            }
        }
        switch (await forwarding)
        {
            case ForwarderError.None or ForwarderError.RequestCanceled:
                return true;
            case ForwarderError.RequestBodyClient:
                await HostProblem.Unreadable.ExecuteAsync(context);
                return true;
            default:
                throw new HostFailure("The worker did not answer.", context.Features.Get<IForwarderErrorFeature>()?.Exception);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>What a caller says of who it is does not reach the app: the host's own view takes its place.</summary>
    private sealed class Seen : HttpTransformer
    {
        public static Seen Transformer { get; } = new();

        private static readonly string[] Said = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Original-For", "X-Original-Proto", "X-Original-Host"];

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = RawTarget.At(httpContext, destinationPrefix);
            var request = httpContext.Request;
            foreach (var name in Said)
            {
                proxyRequest.Headers.Remove(name);
            }
            var peer = httpContext.Connection.RemoteIpAddress?.ToString() ?? IPAddress.Loopback.ToString();
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", peer);
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.Value);
            proxyRequest.Headers.Host = null;
            if (HostTelemetry.Trace is { Id: { } span })
            {
                proxyRequest.Headers.Remove(HostTelemetry.TraceHeader);
                proxyRequest.Headers.TryAddWithoutValidation(HostTelemetry.TraceHeader, span);
            }
        }
    }

    /// <summary>A worker says that its functions are loaded before its HTTP server listens.</summary>
    private sealed class UntilItListens(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const int MostTries = 10;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var wait = TimeSpan.FromMilliseconds(50);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && attempt < MostTries)
                {
                    await Task.Delay(wait, cancellationToken);
                    wait = TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds * 2, 250));
                }
            }
        }
    }
}
