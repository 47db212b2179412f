using System.Net;
using System.Net.Sockets;

namespace OffRamp.LocalHost;

/// <summary>A port of this machine that nobody listens on at the moment.</summary>
internal static class FreePort
{
    /// <summary>The wanted one; for 0 a free one, for whoever has to know it before it listens.</summary>
    public static int Or(int wanted) => wanted == 0 ? Next() : wanted;

    public static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Below those that the system gives to outgoing connections, so that none takes it between the look and the listening.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            if (IsFree(port))
            {
                return port;
            }
        }
    }
}
