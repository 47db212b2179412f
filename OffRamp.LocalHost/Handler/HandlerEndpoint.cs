namespace OffRamp.LocalHost.Handler;

/// <summary>The custom handler as its callers see it: somebody who may have to be waited for, and may be restarted.</summary>
internal abstract class HandlerEndpoint : IAsyncDisposable
{
    public const string HostVersion = "4.1037.0.0";

    /// <summary>Ends when the handler answers; callers wait here while it starts.</summary>
    public abstract Task<HttpClient> WhenReadyAsync(CancellationToken cancellation);

    /// <summary>Ends the present process; the next one starts by itself.</summary>
    public abstract void Restart(string reason);

    public abstract ValueTask DisposeAsync();

    /// <summary>Adds what the Functions host adds to every call.</summary>
    public static void Mark(HttpRequestMessage request)
    {
        request.Headers.Remove("X-Azure-Functions-InvocationId");
        request.Headers.Remove("X-Azure-Functions-HostVersion");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("X-Azure-Functions-HostVersion", HostVersion);
    }

    protected static HttpClient ClientFor(Uri address) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        })
        { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
}
