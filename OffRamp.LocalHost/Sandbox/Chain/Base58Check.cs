using System.Numerics;
using System.Security.Cryptography;

namespace OffRamp.LocalHost.Sandbox.Chain;

/// <summary>Base58 with the four-byte double SHA-256 checksum, as TRON writes its addresses.</summary>
internal static class Base58Check
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(ReadOnlySpan<byte> payload)
    {
        var checksum = SHA256.HashData(SHA256.HashData(payload)).AsSpan(0, 4);
        byte[] whole = [.. payload, .. checksum];
        var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true);
        var digits = new Stack<char>();
        for (; number > 0; number /= 58)
            digits.Push(Alphabet[(int)(number % 58)]);
        foreach (var leading in whole.TakeWhile(b => b == 0))
            digits.Push(Alphabet[leading]);
        return new string([.. digits]);
    }
}
