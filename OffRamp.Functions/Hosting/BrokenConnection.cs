using System.Net.Sockets;

namespace OffRamp.Functions.Hosting;

/// <summary>What an HTTP client throws where no answer came, whether or not the request arrived.</summary>
internal static class BrokenConnection
{
    /// <summary>Also the socket's own exception: .NET lets that through where a connection ends in the moment in which it is made.</summary>
    public static bool Is(Exception e) => e is HttpRequestException or IOException or SocketException;
}
