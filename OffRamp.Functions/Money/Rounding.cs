using System.Numerics;

namespace OffRamp.Functions;

/// <summary>What becomes of the part below the smallest unit. Every conversion says it; there is no default.</summary>
internal enum Rounding
{
    /// <summary>Towards the smaller number: what we pay.</summary>
    Down,

    /// <summary>Towards the larger number: what we are owed.</summary>
    Up,
}

internal static class RoundingDivision
{
    /// <summary>The quotient as a whole number of units, rounded as asked; exact in between.</summary>
    /// <exception cref="OverflowException">The quotient is beyond any amount of money.</exception>
    public static Int128 Divide(this Rounding rounding, BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (remainder.IsZero)
        {
            return (Int128)quotient;
        }

        var isNegative = dividend.Sign * divisor.Sign < 0;
        return rounding switch
        {
            Rounding.Down => (Int128)(isNegative ? quotient - 1 : quotient),
            Rounding.Up => (Int128)(isNegative ? quotient : quotient + 1),
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
    }
}
