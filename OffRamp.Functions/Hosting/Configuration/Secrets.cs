using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Making, hashing and comparing secrets that callers hold.</summary>
internal static class Secrets
{
    /// <summary>256 bits of chance in characters that need no escaping anywhere.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored instead of a secret. The secrets are random, so that a plain hash is enough.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that tells nothing about where the two differ, or about their lengths.</summary>
    public static bool Same(string left, string right) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
