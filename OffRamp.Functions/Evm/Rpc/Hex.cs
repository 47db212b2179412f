using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace OffRamp.Functions.Evm.Rpc;

/// <summary>JSON-RPC's spelling of numbers and bytes: <c>0x</c> and hexadecimal digits. What is spelled otherwise is not read.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    public static string Of(BigInteger number) =>
        number.IsZero ? "0x0" : "0x" + number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    public static string Of(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Text that is such bytes.</summary>
    public static byte[] Bytes(string text) => Convert.FromHexString(text.AsSpan(2));

    /// <summary>Digits that are known to be such, without <c>0x</c>.</summary>
    public static BigInteger Number(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>A number of any length; null for what is none.</summary>
    public static BigInteger? Number(JsonElement? value) =>
        Text(value) is { Length: > 2 and <= 66 } text && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A number that fits; null for another.</summary>
    public static long? Long(JsonElement? value) => Number(value) is { } number && number <= long.MaxValue ? (long)number : null;

    /// <summary>Bytes in lower case, of exactly so many where that is said; null for anything else.</summary>
    public static string? Data(JsonElement? value, int? bytes = null) =>
        Text(value) is { } text && text.Length % 2 == 0 && (bytes is null || text.Length == 2 + (2 * bytes.Value)) ? text : null;

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } json && json.GetString() is { Length: >= 2 } text && text.StartsWith("0x", StringComparison.Ordinal)
        && text.AsSpan(2).IndexOfAnyExcept(Digits) < 0
            ? text.ToLowerInvariant()
            : null;
}
