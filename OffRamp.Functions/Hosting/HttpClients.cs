namespace OffRamp.Functions.Hosting;

/// <summary>Clients for what the app calls. One a purpose, for the process's life; connections follow DNS.</summary>
internal static class HttpClients
{
    /// <summary>The Durable HTTP API, which is the app's own host: an answer is due at once.</summary>
    public static HttpClient ForDurable() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };
}
