using System.Globalization;

namespace OffRamp.Functions;

/// <summary>
/// The one spelling of a decimal number in this product: digits, and perhaps a point and more digits.
/// No sign, exponent, space, separator or superfluous leading zero, so that one value a reader accepts
/// is never read as another elsewhere. Zeros at the end change no value, and are read in any number.
/// </summary>
internal static class DecimalText
{
    // 10^37 < Int128.MaxValue < 10^39: whatever has this many digits fits.
    private const int MaximumDigits = 37;

    /// <summary>Reads <paramref name="text"/> as a whole number of 10^-<paramref name="decimals"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out Int128 units)
    {
        units = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (!IsWhole(whole) || (point >= 0 && !IsDigits(fraction)))
        {
            return false;
        }

        fraction = fraction.Length > decimals ? fraction.TrimEnd('0') : fraction;
        if (fraction.Length > decimals || whole.Length + decimals > MaximumDigits)
        {
            return false;
        }

        foreach (var digit in whole)
        {
            units = (units * 10) + (digit - '0');
        }

        foreach (var digit in fraction)
        {
            units = (units * 10) + (digit - '0');
        }

        units *= PowerOfTen(decimals - fraction.Length);
        return true;
    }

    /// <summary>Writes a whole number of 10^-<paramref name="decimals"/>; a minus sign only where it is negative.</summary>
    public static string Format(Int128 units, int decimals, bool trimmed)
    {
        var digits = units.ToString(CultureInfo.InvariantCulture).TrimStart('-').PadLeft(decimals + 1, '0');
        var whole = digits[..^decimals];
        var fraction = digits[^decimals..];
        if (trimmed)
        {
            fraction = fraction.TrimEnd('0');
        }

        return (units < 0 ? "-" : "") + whole + (fraction.Length == 0 ? "" : "." + fraction);
    }

    public static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (; exponent > 0; exponent--)
        {
            power = checked(power * 10);
        }

        return power;
    }

    private static bool IsWhole(ReadOnlySpan<char> text) => IsDigits(text) && (text.Length == 1 || text[0] != '0');

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
