using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// Signatures of Standard Webhooks 1.0, for webhooks out and notices in: HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a timestamp may be from our clock, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";
    private const int MaximumIdLength = 255;

    // A sender signs with two secrets while one rotates; more would only cost us time.
    private const int MaximumSignatures = 10;

    /// <summary>The value of <c>webhook-signature</c>: one signature a secret, each <c>v1,base64</c>, separated by spaces.</summary>
    public static string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets)
    {
        var content = Content(id, Timestamp(at), body);
        return string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(HMACSHA256.HashData(secret, content))));
    }

    /// <summary>The value of <c>webhook-timestamp</c>.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The <c>webhook-id</c> of a message that one of the secrets signed within the tolerance; null for any other.</summary>
    public static string? Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets, DateTimeOffset now)
    {
        // A header given twice says two things, so it says nothing.
        if (headers[IdHeader] is not [{ Length: > 0 and <= MaximumIdLength } id] || !id.All(char.IsAscii) || id.Any(char.IsControl)
            || headers[TimestampHeader] is not [{ } timestamp] || !IsRecent(timestamp, now)
            || headers[SignatureHeader] is not [{ } signatures])
        {
            return null;
        }

        var content = Content(id, timestamp, body);
        var expected = secrets.Select(secret => HMACSHA256.HashData(secret, content)).ToList();
        var given = signatures.Split(' ', MaximumSignatures + 1, StringSplitOptions.RemoveEmptyEntries);
        var isSigned = false;
        foreach (var signature in given.Take(MaximumSignatures))
        {
            // No early way out: the time tells nothing about which secret or which signature was right.
            foreach (var candidate in expected)
            {
                isSigned |= Matches(signature, candidate);
            }
        }

        return isSigned ? id : null;
    }

    private static bool IsRecent(string timestamp, DateTimeOffset now) =>
        timestamp.Length <= 11 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Tolerance;

    private static bool Matches(string signature, byte[] expected)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(signature.AsSpan(Version.Length), mac, out var length)
            && length == mac.Length && CryptographicOperations.FixedTimeEquals(mac, expected);
    }

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}
