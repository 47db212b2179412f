using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>A name leads to an address that no webhook may go to.</summary>
internal sealed class AddressRefusedException() : Exception("The name leads to an address that is not public.");

/// <summary>
/// The way out to partners' endpoints, which partners choose, so that nothing of ours must be reached by it: https only;
/// a name is resolved for each connection, each of its addresses must be public, and to those very addresses the
/// connection is made. In local mode this machine will do too, by http as well.
/// </summary>
internal sealed class WebhookNetwork(bool isLocal)
{
    private const int MostReadOfAnswer = 16 * 1024;

    // Cookies, policies and traces of a partner's platform add up; what it says with them does not matter here.
    private const int MostKilobytesOfHeaders = 64;

    // A name may have several addresses, of which one is dead.
    private static readonly TimeSpan LongestDial = TimeSpan.FromSeconds(5);

    /// <summary>For one attempt in all: name, connection, TLS, request and the head of the answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The addresses of a name.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A connection to one address.</summary>
    public Func<IPEndPoint, CancellationToken, Task<Stream>> Dial { get; init; } = DialAsync;

    /// <summary>Whose certificates count; null for those that this machine trusts.</summary>
    public X509ChainPolicy? Trust { get; init; }

    /// <summary>The addresses of a host, all of which a webhook may go to.</summary>
    /// <exception cref="AddressRefusedException">One of them is none, or not by this scheme.</exception>
    /// <exception cref="SocketException">The name leads nowhere.</exception>
    public async Task<IPAddress[]> FindAsync(string scheme, string host, CancellationToken cancellation)
    {
        if (!isLocal && scheme != Uri.UriSchemeHttps)
        {
            throw new AddressRefusedException();
        }

        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancellation);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        return Array.TrueForAll(addresses, address =>
            (scheme == Uri.UriSchemeHttps && PublicAddress.Is(address)) || (isLocal && IPAddress.IsLoopback(address)))
            ? addresses
            : throw new AddressRefusedException();
    }

    /// <summary>HTTP by this way and no other.</summary>
    public HttpMessageInvoker Open() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
            await ConnectAsync(context.InitialRequestMessage.RequestUri!.Scheme, context.DnsEndPoint, cancellation),
        ConnectTimeout = Patience,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // a proxy would resolve the name itself
        ActivityHeadersPropagator = null, // and no spans either: an address may hold a partner's secret
        MaxResponseHeadersLength = MostKilobytesOfHeaders,
        MaxResponseDrainSize = MostReadOfAnswer, // of a body that nobody reads; then the connection is closed
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust },
    });

    private async Task<Stream> ConnectAsync(string scheme, DnsEndPoint target, CancellationToken cancellation)
    {
        var addresses = await FindAsync(scheme, target.Host, cancellation);
        for (var i = 0; ; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(LongestDial);
            try
            {
                return await Dial(new(addresses[i], target.Port), patience.Token);
            }
            catch (Exception e) when (i + 1 < addresses.Length && !cancellation.IsCancellationRequested
                && e is SocketException or OperationCanceledException)
            {
                // The next one may be alive.
            }
        }
    }

    private static async Task<Stream> DialAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
