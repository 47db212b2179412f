using System.Numerics;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>A proportion, such as a fee or a tolerance, in basis points: 100 of them are 1 %.</summary>
/// <param name="BasisPoints">Hundredths of a per cent, 0 to 10,000.</param>
[JsonConverter(typeof(PercentJson))]
internal readonly record struct Percent(int BasisPoints)
{
    /// <summary>100 %.</summary>
    public static Percent Whole { get; } = new(10_000);

    /// <summary>Reads per cents with at most two decimals: "1" is 1 %, "0.25" a quarter of one; up to "100".</summary>
    public static bool TryParse(string? text, out Percent percent)
    {
        var isRead = DecimalText.TryParse(text, 2, out var basisPoints) && basisPoints <= Whole.BasisPoints;
        percent = new Percent(isRead ? (int)basisPoints : 0);
        return isRead;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static Percent Parse(string text) =>
        TryParse(text, out var percent) ? percent : throw new FormatException($"'{text}' is not a percentage.");

    /// <summary>This proportion of an amount.</summary>
    public Money Of(Money amount, Rounding rounding) =>
        new(rounding.Divide((BigInteger)amount.Units * BasisPoints, Whole.BasisPoints), amount.Currency);

    /// <summary>Per cents, as short as it is exact: "1", "0.25".</summary>
    public override string ToString() => DecimalText.Format(BasisPoints, 2, trimmed: true);
}
