using System.Net.Sockets;
using System.Text;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A request of exactly these bytes, and the answer's: one character each.</summary>
internal static class RawHttp
{
    /// <summary>GET with headers whose values are written in an encoding that HTTP leaves open.</summary>
    public static Task<string> GetAsync(Uri address, Encoding encoding, params string[] headers) => SendAsync("GET", address, encoding, headers);

    /// <summary>Without a body; each header is a line of its own.</summary>
    public static async Task<string> SendAsync(string method, Uri address, Encoding encoding, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        var lines = string.Concat(headers.Append("Connection: close").Select(header => header + "\r\n"));
        await stream.WriteAsync(encoding.GetBytes($"{method} {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{lines}\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The bytes of a text, one character each.</summary>
    public static string Bytes(string text, Encoding encoding) => Encoding.Latin1.GetString(encoding.GetBytes(text));
}
