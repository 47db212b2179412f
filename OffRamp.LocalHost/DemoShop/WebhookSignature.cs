using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>
/// How a partner verifies a webhook (Standard Webhooks 1.0). A library does it for real partners; here the clock can be moved,
/// and libraries look at the machine's.
/// </summary>
internal static class WebhookSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="secret"><c>whsec_</c> and base64.</param>
    /// <param name="signatures">The header: several, separated by spaces, while a secret is being rotated.</param>
    public static bool IsRight(string secret, string id, string timestamp, string signatures, string body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        return signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected)));
    }
}
