using System.Net;
using System.Net.Sockets;

namespace OffRamp.LocalHost;

/// <summary>A port of this machine that nobody listens on at the moment.</summary>
internal static class FreePort
{
    /// <summary>The wanted one; for 0 a free one, for whoever has to know it before it listens.</summary>
    public static int Or(int wanted) => wanted == 0 ? Next() : wanted;

    public static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
