using System.Globalization;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>Whether what was read is what was meant: every field that the rules go by, by its value and not by its spelling.</summary>
internal static class Meaning
{
    public static bool IsSame(object? read, object? meant) => (read, meant) switch
    {
        (DepositPage one, DepositPage other) => (one.Foreign, one.NextCursor) == (other.Foreign, other.NextCursor)
            && AreSame(one.Facts, other.Facts, IsSame) && AreSame(one.Unreadable, other.Unreadable, IsSame),
        (PayoutReported one, PayoutReported other) => IsSame(one.Fact, other.Fact),
        (RefundReported one, RefundReported other) => IsSame(one.Fact, other.Fact),
        _ => Equals(read, meant),
    };

    public static bool IsSame(DepositFact read, DepositFact meant) =>
        IsSameAmount(read.Amount, meant.Amount) && IsSameCode(read.Asset, meant.Asset)
        && read with { Amount = meant.Amount, Asset = meant.Asset } == meant;

    public static bool IsSame(PayoutFact read, PayoutFact meant) =>
        IsSameAmount(read.Amount, meant.Amount) && IsSameCode(read.Currency, meant.Currency)
        && read with { Amount = meant.Amount, Currency = meant.Currency } == meant;

    /// <summary>One that is not sent has no transaction yet.</summary>
    public static bool IsSame(RefundFact read, RefundFact meant) =>
        (read.RefundId, read.Status) == (meant.RefundId, meant.Status) && IsSameAmount(read.Fee ?? "0", meant.Fee ?? "0")
        && read.TxHash == (meant.Status == RefundStatus.Sent ? meant.TxHash : null);

    /// <summary>Of one whose time cannot be read all else can, but for what nobody needs to count it.</summary>
    private static bool IsSame(UnreadableEntry read, UnreadableEntry meant) => (read.Known, meant.Known) switch
    {
        ({ } one, { } other) => read.EntryId == meant.EntryId && IsSame(
            one with { Asset = other.Asset, SeenAt = other.SeenAt, Confirmations = other.Confirmations }, other),
        var (one, other) => one is null && other is null,
    };

    private static bool AreSame<T>(IReadOnlyList<T> read, IReadOnlyList<T> meant, Func<T, T, bool> isSame) =>
        read.Count == meant.Count && read.Zip(meant).All(pair => isSame(pair.First, pair.Second));

    private static bool IsSameCode(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameAmount(string? one, string? other) =>
        one == other || (one is not null && other is not null && Value(one) == Value(other));

    private static decimal Value(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);
}
