using System.Net;
using System.Net.Sockets;

namespace OffRamp.Functions.Hosting.Limits;

/// <summary>Where a request came from, to tell strangers apart. Never proof of who somebody is.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The last entry of the header in which the platform before the app says it (those before it anybody may have made up),
    /// or the connection's, as the Functions host saw it. Of IPv6 the /64 network, because one house has that many addresses.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="platformHeader">Null where no platform is known to replace what callers send under that name.</param>
    public static string Of(HttpContext context, string? platformHeader)
    {
        var entry = platformHeader is not null && context.Request.Headers[platformHeader] is [.., { Length: > 0 } forwarded]
            ? forwarded[(forwarded.LastIndexOf(',') + 1)..].Trim()
            : "";
        var address = IPEndPoint.TryParse(entry, out var from) ? from.Address : context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address?.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address?.ToString() ?? "";
    }
}
