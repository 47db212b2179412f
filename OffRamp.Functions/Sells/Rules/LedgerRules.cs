namespace OffRamp.Functions.Sells.Rules;

/// <summary>Whether a sell's ledger closes: to zero in every currency at every moment, and on what the record says.</summary>
internal static class LedgerRules
{
    private const int MostNamed = 5;

    /// <summary>What does not close, in words for operators; null when all does.</summary>
    public static string? FindGap(Sell sell, IReadOnlyCollection<Posting> postings)
    {
        var gaps = Unbalanced(postings).Concat(Contradictions(sell, postings)).Take(MostNamed).ToList();
        return gaps.Count == 0 ? null : string.Join("; ", gaps);
    }

    /// <summary>What is booked at one moment has its counter-entry at that moment.</summary>
    private static IEnumerable<string> Unbalanced(IEnumerable<Posting> postings) => postings
        .GroupBy(entry => (entry.Sequence, entry.Currency))
        .Select(moment => (moment.Key, Sum: Total(moment)))
        .Where(moment => moment.Sum != 0)
        .Select(moment => $"sequence {moment.Key.Sequence} is off by {Text(moment.Sum, moment.Key.Currency)}");

    private static IEnumerable<string> Contradictions(Sell sell, IEnumerable<Posting> postings)
    {
        var booked = Balances(postings);
        var recorded = Balances(Ledger.Of(sell));
        return booked.Keys.Union(recorded.Keys)
            .Where(account => booked.GetValueOrDefault(account) != recorded.GetValueOrDefault(account))
            .Select(account => $"{account.Name} is booked as {Text(booked.GetValueOrDefault(account), account.Currency)}"
                + $" and was {Text(recorded.GetValueOrDefault(account), account.Currency)}");
    }

    private static Dictionary<(string Name, Currency Currency), Int128> Balances(IEnumerable<Posting> postings) => postings
        .GroupBy(entry => (entry.Account, entry.Currency))
        .ToDictionary(account => account.Key, Total);

    private static Int128 Total(IEnumerable<Posting> postings) =>
        postings.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Units);

    private static string Text(Int128 units, Currency currency) => $"{new Money(units, currency)} {currency.Code}";
}
