using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace OffRamp.Functions.Storage;

/// <summary>How the SDK's client of the table service asks: tries, pauses, connections, and who is told.</summary>
internal static class TableServiceOptions
{
    /// <summary>
    /// Requests that fail for a passing reason (408, 429, 5xx, no connection) are repeated with growing pauses, or when
    /// the service says. The longest that an operation takes in all is <see cref="TableStore.OperationTimeout"/>.
    /// </summary>
    /// <param name="options">What the client is made with; a transport or retries of a test's own are set afterwards.</param>
    /// <param name="isLoopback">An emulator, or a service on this machine.</param>
    public static void Apply(TableClientOptions options, bool isLoopback)
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);

        // What a request was about, and that it failed, is in our exceptions; HTTP itself makes the spans.
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Transport = new HttpClientTransport(Connections(isLoopback));
        options.AddPolicy(new WriteOncePolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new ObserverPolicy(), HttpPipelinePosition.PerRetry);
    }

    private static SocketsHttpHandler Connections(bool isLoopback) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !isLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 256,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Azurite closes idle connections after 5 s: let go first, so that no request meets a closing one.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(isLoopback ? 3 : 30),
    };
}
