using System.Numerics;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>The price of a coin: units of fiat for one unit of the asset, an exact decimal number above zero.</summary>
[JsonConverter(typeof(RateJson))]
internal readonly record struct Rate : IComparable<Rate>
{
    private const int MaximumDecimals = 18;

    private readonly Int128 mantissa;
    private readonly int scale;

    // Trailing zeros are gone, so that equal rates are equal records.
    private Rate(Int128 mantissa, int scale)
    {
        for (; scale > 0 && mantissa % 10 == 0; scale--)
        {
            mantissa /= 10;
        }

        (this.mantissa, this.scale) = (mantissa, scale);
    }

    /// <summary>Reads "0.9088": plain digits, at most 18 after the point, above zero.</summary>
    public static bool TryParse(string? text, out Rate rate)
    {
        var isRead = DecimalText.TryParse(text, MaximumDecimals, out var mantissa) && mantissa > 0;
        rate = isRead ? new Rate(mantissa, MaximumDecimals) : default;
        return isRead;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static Rate Parse(string text) =>
        TryParse(text, out var rate) ? rate : throw new FormatException($"'{text}' is not a rate.");

    /// <summary>What an amount of the asset is worth.</summary>
    public Money Convert(Money asset, Currency fiat, Rounding rounding) =>
        new(rounding.Divide((BigInteger)asset.Units * mantissa * Scale(fiat), Scale(asset.Currency) * Denominator), fiat);

    /// <summary>How much of the asset an amount of fiat is; rounded up, converting it back down gives at least that fiat.</summary>
    public Money Invert(Money fiat, Currency asset, Rounding rounding) =>
        new(rounding.Divide((BigInteger)fiat.Units * Scale(asset) * Denominator, mantissa * Scale(fiat.Currency)), asset);

    /// <summary>This rate is lower than <paramref name="quoted"/> by more than <paramref name="tolerance"/> of it.</summary>
    public bool FallsBelow(Rate quoted, Percent tolerance) =>
        Percent.Whole.BasisPoints * mantissa * quoted.Denominator
            < (Percent.Whole.BasisPoints - tolerance.BasisPoints) * quoted.mantissa * Denominator;

    /// <summary>A part of this rate, such as a fee; exact to the 18th decimal, below it rounded down.</summary>
    public Rate Share(Percent part)
    {
        var (units, decimals) = (mantissa * part.BasisPoints, scale + 4);
        for (; decimals > MaximumDecimals; decimals--)
        {
            units /= 10;
        }

        return new Rate(units, decimals);
    }

    /// <summary>This rate with at most so many digits after the point; what is below them is dropped. May leave nothing: null.</summary>
    public Rate? RoundedDown(int decimals)
    {
        if (scale <= decimals)
        {
            return this;
        }

        var units = mantissa / DecimalText.PowerOfTen(scale - decimals);
        return units == 0 ? null : new Rate(units, decimals);
    }

    /// <summary>What is left of a rate once another, such as a fee, is taken off.</summary>
    public static Rate operator -(Rate left, Rate right)
    {
        var decimals = Math.Max(left.scale, right.scale);
        return new Rate(left.At(decimals) - right.At(decimals), decimals);
    }

    public int CompareTo(Rate other) => (mantissa * other.Denominator).CompareTo(other.mantissa * Denominator);

    public static bool operator <(Rate left, Rate right) => left.CompareTo(right) < 0;

    public static bool operator >(Rate left, Rate right) => left.CompareTo(right) > 0;

    public static bool operator <=(Rate left, Rate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Rate left, Rate right) => left.CompareTo(right) >= 0;

    /// <summary>As short as it is exact: "0.9088".</summary>
    public override string ToString() => DecimalText.Format(mantissa, scale, trimmed: true);

    private Int128 At(int decimals) => checked(mantissa * DecimalText.PowerOfTen(decimals - scale));

    private BigInteger Denominator => DecimalText.PowerOfTen(scale);

    private static BigInteger Scale(Currency currency) => DecimalText.PowerOfTen(currency.Decimals);
}
