using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>How a <see cref="TableStore"/> asks.</summary>
internal sealed class TableStoreOptions : ClientOptions
{
    public TableStoreOptions()
    {
        Retry.Mode = RetryMode.Exponential;
        Retry.MaxRetries = 4;
        Retry.Delay = TimeSpan.FromMilliseconds(200);
        Retry.MaxDelay = TimeSpan.FromSeconds(5);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        Diagnostics.IsTelemetryEnabled = false;
    }

    /// <summary>Set before every table's name, so that several can share an account: tests, slots.</summary>
    public string TablePrefix { get; set; } = "";

    /// <summary>
    /// The longest that an operation takes with all its tries, in real time, and however long the service asks to
    /// wait. Below the deadline of every endpoint.
    /// </summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sees every request, if it is set.</summary>
    public IStorageObserver? Observer { get; set; }

    internal HttpPipeline Build(StorageConnection connection)
    {
        // Azure.Core's own transport, unless a test has put its.
        if (ReferenceEquals(Transport, HttpClientTransport.Shared) || Transport is null)
            Transport = new HttpClientTransport(Connections(connection));
        var perTry = new List<HttpPipelinePolicy>
        {
            connection.Key is { } key
                ? new SharedKeyPolicy(key)
                : new BearerTokenAuthenticationPolicy(connection.Credential!, "https://storage.azure.com/.default"),
        };
        if (Observer is not null)
            perTry.Add(new ObserverPolicy(Observer));
        return HttpPipelineBuilder.Build(this, [], [.. perTry], new ResponseClassifier());
    }

    private static SocketsHttpHandler Connections(StorageConnection connection) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !connection.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 256,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Azurite closes idle connections after 5 s: let go first, so that no request meets a closing one.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(connection.IsLoopback ? 3 : 30),
    };
}
