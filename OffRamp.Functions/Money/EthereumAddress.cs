using Nethereum.Util;

namespace OffRamp.Functions;

/// <summary>Ethereum's addresses: 0x and 40 hexadecimal digits, whose letters' case is the checksum of EIP-55.</summary>
internal static class EthereumAddress
{
    /// <summary>With the letters' case of its checksum, whatever it was written in.</summary>
    public static string WithChecksum(string text) => AddressUtil.Current.ConvertToChecksumAddress(text.ToLowerInvariant());

    public static bool IsValid(string text)
    {
        if (text.Length != 42 || !text.StartsWith("0x", StringComparison.Ordinal))
        {
            return false;
        }

        var digits = text[2..];
        if (!digits.All(char.IsAsciiHexDigit) || digits.All(digit => digit == '0'))
        {
            return false;
        }

        var hasChecksum = digits.Any(char.IsAsciiLetterLower) && digits.Any(char.IsAsciiLetterUpper);
        return !hasChecksum || AddressUtil.Current.ConvertToChecksumAddress(text) == text;
    }
}
