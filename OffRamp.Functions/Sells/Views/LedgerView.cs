namespace OffRamp.Functions.Sells.Views;

/// <summary>The bookings of a sell, and what they come to on each account. Entries and balances sum to zero in every currency.</summary>
internal sealed record LedgerView(IReadOnlyList<LedgerEntryView> Entries, IReadOnlyList<BalanceView> Balances)
{
    public static LedgerView Of(IEnumerable<Posting> postings)
    {
        var entries = postings.ToList();
        var balances = entries
            .GroupBy(entry => (entry.Account, entry.Currency))
            .Select(group => new BalanceView(
                group.Key.Account, group.Key.Currency.Code, Text(group.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Units), group.Key.Currency)));
        return new(
            [.. entries.Select(LedgerEntryView.Of)],
            [.. balances]);
    }

    private static string Text(Int128 units, Currency currency) => new Money(units, currency).ToString();
}

/// <param name="Amount">Signed: sources are negative, uses positive.</param>
internal sealed record LedgerEntryView(long Sequence, string Account, string Currency, string Amount, DateTimeOffset At)
{
    public static LedgerEntryView Of(Posting entry) =>
        new(entry.Sequence, entry.Account, entry.Currency.Code, new Money(entry.Units, entry.Currency).ToString(), entry.At);
}

internal sealed record BalanceView(string Account, string Currency, string Amount);
