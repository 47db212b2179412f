using System.Numerics;
using System.Security.Cryptography;

namespace OffRamp.Functions;

/// <summary>TRON's addresses: base58 of 0x41, 20 bytes, and the first 4 bytes of SHA-256 applied twice to those 21.</summary>
internal static class TronAddress
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const byte MainNet = 0x41;
    private const int PayloadLength = 21;
    private const int ChecksumLength = 4;

    public static bool IsValid(string text)
    {
        // All addresses that begin with 0x41 are 34 characters and begin with T.
        if (text.Length != 34 || !TryDecode(text, out var bytes) || bytes[0] != MainNet)
            return false;
        var payload = bytes.AsSpan(0, PayloadLength);
        var checksum = SHA256.HashData(SHA256.HashData(payload)).AsSpan(0, ChecksumLength);
        return checksum.SequenceEqual(bytes.AsSpan(PayloadLength)) && payload[1..].ContainsAnyExcept((byte)0);
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[PayloadLength + ChecksumLength];
        var number = BigInteger.Zero;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            number = (number * Alphabet.Length) + digit;
        }

        // The first byte is not zero, so a right number fills the bytes exactly.
        return number.GetByteCount(isUnsigned: true) == bytes.Length
            && number.TryWriteBytes(bytes, out _, isUnsigned: true, isBigEndian: true);
    }
}
