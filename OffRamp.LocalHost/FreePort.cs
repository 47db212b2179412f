using System.Net;
using System.Net.Sockets;

namespace OffRamp.LocalHost;

/// <summary>A port of this machine that nobody listens on at the moment.</summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // One after the other, so that two who ask at once get two.
    private static int last = Random.Shared.Next(Count);

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
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref last) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
        throw new HostFailure("No port is free.");
    }
}
