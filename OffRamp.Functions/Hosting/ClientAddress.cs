using System.Net;
using System.Net.Sockets;

namespace OffRamp.Functions.Hosting;

/// <summary>Where a request came from, to tell strangers apart. Never proof of who somebody is.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The last entry of <c>X-Forwarded-For</c>, which the platform in front of the app has written; those before it
    /// anybody may have made up. Of IPv6 the /64 network, because one house has that many addresses.
    /// </summary>
    public static string Of(HttpContext context)
    {
        var entry = context.Request.Headers["X-Forwarded-For"] is [.., { Length: > 0 } forwarded]
            ? forwarded[(forwarded.LastIndexOf(',') + 1)..].Trim()
            : "";
        var address = IPEndPoint.TryParse(entry, out var from) ? from.Address : context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address?.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address?.ToString() ?? "";
    }
}
