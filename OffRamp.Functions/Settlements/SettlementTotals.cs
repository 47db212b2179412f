using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Settlements;

/// <summary>Sums of bookings by currency and account.</summary>
internal sealed class SettlementTotals
{
    private readonly SortedDictionary<(string Currency, string Account), Int128> sums = [];

    public void Add(SettlementTotals others)
    {
        foreach (var (at, units) in others.sums)
        {
            Add(at, units);
        }
    }

    public void Add(IEnumerable<Posting> postings)
    {
        foreach (var posting in postings)
        {
            Add((posting.Currency.Code, posting.Account), posting.Units);
        }
    }

    /// <summary>For a cursor, so that the next page goes on adding where this one ended.</summary>
    public string Write() => string.Join(';', sums.Select(sum => $"{sum.Key.Currency} {sum.Key.Account} {sum.Value}"));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SettlementTotals Read(string text)
    {
        var totals = new SettlementTotals();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(' ') is [var currency, var account, var units])
            {
                totals.Add((currency, account), Int128.Parse(units));
            }
        }

        return totals;
    }

    public IReadOnlyList<SettlementTotalsView> Show() => [.. sums.GroupBy(sum => sum.Key.Currency).Select(Show)];

    private static SettlementTotalsView Show(IGrouping<string, KeyValuePair<(string Currency, string Account), Int128>> sums)
    {
        var currency = Currency.Of(sums.Key);
        var accounts = sums.ToDictionary(sum => sum.Key.Account, sum => sum.Value);
        return new()
        {
            Currency = currency.Code,
            Received = Of(Account.Received),
            Held = Of(Account.Held),
            Converted = Of(Account.Converted),
            Refunded = Of(Account.Refunded),
            RefundCosts = Of(Account.RefundCosts),
            NetworkCosts = Of(Account.NetworkCosts),
            OwnFunds = Of(Account.OwnFunds),
            PaidOut = Of(Account.PaidOut),
            Fees = Of(Account.Fees),
            Margin = Of(Account.Margin),
            Rounding = Of(Account.Rounding),
            ReturnCosts = Of(Account.ReturnCosts),
        };

        string Of(string account) => new Money(accounts.GetValueOrDefault(account), currency).ToString();
    }

    private void Add((string, string) at, Int128 units) => sums[at] = sums.GetValueOrDefault(at) + units;
}

/// <summary>What was booked in one currency, by account, signed as in the ledger; all of them together are zero.</summary>
internal sealed record SettlementTotalsView
{
    public required string Currency { get; init; }
    public required string Received { get; init; }
    public required string Held { get; init; }
    public required string Converted { get; init; }
    public required string Refunded { get; init; }
    public required string RefundCosts { get; init; }
    public required string NetworkCosts { get; init; }
    public required string OwnFunds { get; init; }
    public required string PaidOut { get; init; }
    public required string Fees { get; init; }
    public required string Margin { get; init; }
    public required string Rounding { get; init; }
    public required string ReturnCosts { get; init; }
}
