using System.Text;
using SimpleBase;

namespace OffRamp.Functions;

/// <summary>TRON's addresses: base58 of 0x41, 20 bytes, and the first 4 bytes of SHA-256 applied twice to those 21.</summary>
internal static class TronAddress
{
    private const byte MainNet = 0x41;
    private const int AccountLength = 20;

    public static bool IsValid(string text)
    {
        // All addresses that begin with 0x41 are 34 characters. The decoder throws at characters beyond ASCII.
        Span<byte> account = stackalloc byte[AccountLength];
        return text.Length == 34 && Ascii.IsValid(text)
            && Base58.Bitcoin.TryDecodeCheck(text, account, out var version, out var length)
            && version == MainNet && length == AccountLength && account.ContainsAnyExcept((byte)0);
    }
}
