using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Tests.Docs;

#pragma warning disable CA1515, MSTEST0000 // It stands in docs/integrate.md as a partner would write it.
public static class OffRampWebhook
{
    /// <summary>The webhook's id if one of its signatures is by this secret and it is recent; null: answer 401.</summary>
    public static string? Verify(Func<string, string?> header, byte[] body, string secret, DateTimeOffset now)
    {
        if (header("webhook-id") is not { } id || header("webhook-signature") is not { } signatures
            || !long.TryParse(header("webhook-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt)
            || Math.Abs(now.ToUnixTimeSeconds() - sentAt) > 300)
        {
            return null;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{sentAt}."), .. body];
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        var isOurs = signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        return isOurs ? id : null;
    }
}
