using System.Numerics;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>
/// An amount: a whole number of a currency's smallest unit. It may be negative (a ledger entry), but is never
/// read so from outside. Amounts of different currencies do not meet: mixing them is a bug and throws.
/// In stored records it is a string with its currency, <c>"250.5 USDT"</c>.
/// </summary>
/// <param name="Units">The smallest units: cents, millionths of a coin.</param>
/// <param name="Currency">What is counted.</param>
[JsonConverter(typeof(MoneyJson))]
internal readonly partial record struct Money(Int128 Units, Currency Currency) : IComparable<Money>
{
    /// <summary>No money.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    public bool IsZero => Units == 0;

    public bool IsPositive => Units > 0;

    public bool IsNegative => Units < 0;

    /// <exception cref="InvalidOperationException">Two currencies met.</exception>
    public static Money operator +(Money left, Money right) =>
        new(checked(left.Units + right.UnitsIn(left.Currency)), left.Currency);

    /// <exception cref="InvalidOperationException">Two currencies met.</exception>
    public static Money operator -(Money left, Money right) =>
        new(checked(left.Units - right.UnitsIn(left.Currency)), left.Currency);

    public static Money operator -(Money amount) => new(checked(-amount.Units), amount.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <exception cref="InvalidOperationException">Two currencies met.</exception>
    public int CompareTo(Money other) => Units.CompareTo(other.UnitsIn(Currency));

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <summary>The sum of amounts of <paramref name="currency"/>; none make zero.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Currency currency) =>
        amounts.Aggregate(Zero(currency), (sum, amount) => sum + amount);

    /// <summary>
    /// This amount's share: the same part of it as <paramref name="part"/> is of <paramref name="whole"/>.
    /// So a quote's fee shrinks with what really came.
    /// </summary>
    /// <exception cref="InvalidOperationException">Part and whole are of two currencies.</exception>
    /// <exception cref="DivideByZeroException">There is no whole.</exception>
    public Money Share(Money part, Money whole, Rounding rounding) =>
        new(rounding.Divide((BigInteger)Units * part.UnitsIn(whole.Currency), whole.Units), Currency);

    private Int128 UnitsIn(Currency currency) =>
        Currency == currency ? Units : throw new InvalidOperationException($"{Currency} met {currency}: amounts of two currencies have no sum and no order.");
}
