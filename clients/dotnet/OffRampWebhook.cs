using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>Webhooks, which are signed as Standard Webhooks 1.0 says: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class OffRampWebhook
{
    private const string Prefix = "whsec_";

    /// <summary>How old a webhook may be, or how far in the future.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The event in a webhook that is signed with one of the secrets, and recent.</summary>
    /// <param name="header">A request's header by its name: <c>name =&gt; request.Headers[name]</c>.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="secrets"><c>whsec_…</c>; two while one replaces the other.</param>
    /// <exception cref="OffRampSignatureException">Answer 401.</exception>
    public static OffRampEvent Verify(Func<string, string?> header, ReadOnlySpan<byte> body, params string[] secrets) =>
        Verify(header, body, TimeProvider.System, secrets);

    /// <summary>The same, by another clock.</summary>
    /// <param name="header">A request's header by its name.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="time">The clock.</param>
    /// <param name="secrets"><c>whsec_…</c></param>
    /// <exception cref="OffRampSignatureException">Answer 401.</exception>
    public static OffRampEvent Verify(Func<string, string?> header, ReadOnlySpan<byte> body, TimeProvider time, params string[] secrets)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(secrets);
        if (header("webhook-id") is not { Length: > 0 } id || header("webhook-timestamp") is not { Length: > 0 } sentAt
            || header("webhook-signature") is not { Length: > 0 } signatures)
        {
            throw new OffRampSignatureException("It is not signed.");
        }

        if (!long.TryParse(sentAt, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || sentAt.Length > 12
            || (time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddSeconds(seconds)).Duration() > Tolerance)
        {
            throw new OffRampSignatureException("It was signed too long ago, or in the future.");
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{sentAt}."), .. body];
        var expected = secrets.Select(secret => Sign(secret, signed)).ToList();
        var isOurs = signatures.Split(' ').Any(given => expected.Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), one)));
        return isOurs
            ? JsonSerializer.Deserialize<OffRampEvent>(body, Api.Json)!
            : throw new OffRampSignatureException("No signature is by this secret.");
    }

    private static byte[] Sign(string secret, byte[] signed)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"A webhook secret begins with {Prefix}.", nameof(secret));
        }

        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        return Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
