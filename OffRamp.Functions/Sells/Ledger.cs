using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Sells;

/// <summary>Where value of a sell can be. In the asset received = converted + refunded + refund_costs + held, and own_funds = network_costs; in fiat converted = paid_out + fees + margin + rounding + return_costs (which is negative: our cost).</summary>
internal static class Account
{
    public const string Received = "received";
    public const string Held = "held";
    public const string Converted = "converted";
    public const string Refunded = "refunded";

    /// <summary>What users bore of sending back what came by their own mistake.</summary>
    public const string RefundCosts = "refund_costs";

    /// <summary>What networks took for sending refunds: our expense.</summary>
    public const string NetworkCosts = "network_costs";

    /// <summary>What of ours went into that.</summary>
    public const string OwnFunds = "own_funds";
    public const string PaidOut = "paid_out";
    public const string Fees = "fees";

    /// <summary>The partner's own.</summary>
    public const string Margin = "margin";
    public const string Rounding = "rounding";

    /// <summary>What banks kept of payouts that came back: our cost.</summary>
    public const string ReturnCosts = "return_costs";
}

/// <summary>One side of a booking: a signed amount on an account. Sources are negative, uses positive.</summary>
internal sealed record Posting(string Account, Currency Currency, Int128 Units)
{
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public int? Recovery { get; init; }
}

/// <summary>The double-entry bookings of a sell: written with the change they belong to, zero in every currency at every moment.</summary>
internal static class Ledger
{
    /// <summary>What the record of a sell comes to: what all its bookings must add up to.</summary>
    public static IEnumerable<Posting> Of(Sell sell) =>
    [
        .. DepositConfirmed(Money.Sum(sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount), sell.Asset)),
        .. sell.Refunds.Where(refund => refund.Status == RefundStatus.Sent).SelectMany(RefundSent),
        .. sell.Refunds.SelectMany(refund => NetworkCost(refund.NetworkCost)),
        .. sell.Payouts.Where(payout => payout.Status == PayoutStatus.Settled)
            .SelectMany(payout => PayoutSettled(payout.Converts, payout.Amount, sell.Quote)),
        .. sell.Payouts.SelectMany(payout => ReturnCost(payout.Shortfall)),
    ];

    public static IReadOnlyList<Posting> DepositConfirmed(Money amount) => Transfer(Account.Received, Account.Held, amount);

    public static IEnumerable<Posting> DepositLost(Money amount) => Transfer(Account.Held, Account.Received, amount);

    /// <summary>Confirmed on chain; the network's cost is not the user's, but for what the user bears of a mistake.</summary>
    public static IEnumerable<Posting> RefundSent(Refund refund) =>
    [
        .. Transfer(Account.Held, Account.Refunded, refund.Amount),
        .. refund.Cost is { } cost ? Transfer(Account.Held, Account.RefundCosts, cost) : [],
    ];

    /// <summary>What the network took for a refund, sent or failed, is paid by us and by nobody's crypto.</summary>
    public static IEnumerable<Posting> NetworkCost(Money? cost) => cost is { } paid ? Transfer(Account.OwnFunds, Account.NetworkCosts, paid) : [];

    /// <summary>The crypto counts as sold at the quote's rate when the payout settles; what the cent cannot hold goes to rounding.</summary>
    public static IEnumerable<Posting> PayoutSettled(Money crypto, Money paid, QuoteTerms quote)
    {
        var gross = quote.Rate.Convert(crypto, paid.Currency, Rounding.Down);
        var fees = quote.Fee.Convert(crypto, paid.Currency, Rounding.Down);
        var margin = quote.Margin?.Convert(crypto, paid.Currency, Rounding.Down) ?? Money.Zero(paid.Currency);
        return
        [
            .. Transfer(Account.Held, Account.Converted, crypto),
            new Posting(Account.Converted, paid.Currency, -gross.Units),
            new Posting(Account.PaidOut, paid.Currency, paid.Units),
            new Posting(Account.Fees, paid.Currency, fees.Units),
            .. margin.IsPositive ? [new Posting(Account.Margin, paid.Currency, margin.Units)] : (Posting[])[],
            new Posting(Account.Rounding, paid.Currency, gross.Units - paid.Units - fees.Units - margin.Units),
        ];
    }

    /// <summary>
    /// A payout that came back undoes its conversion: the crypto is held again. What a bank kept of it stays paid out, at our
    /// cost, and nobody else's.
    /// </summary>
    public static IEnumerable<Posting> PayoutReturned(Money crypto, Money paid, Money back, QuoteTerms quote) =>
        [.. PayoutSettled(crypto, paid, quote).Select(entry => entry with { Units = -entry.Units }), .. ReturnCost(paid - back)];

    private static Posting[] ReturnCost(Money shortfall) =>
        shortfall.IsPositive ? Transfer(Account.ReturnCosts, Account.PaidOut, shortfall) : [];

    /// <exception cref="InvalidOperationException">The entries do not sum to zero in every currency: a bug that must not be stored.</exception>
    public static void RequireBalance(IReadOnlyCollection<Posting> entries)
    {
        foreach (var currency in entries.GroupBy(entry => entry.Currency))
        {
            var sum = currency.Aggregate(Int128.Zero, (total, entry) => total + entry.Units);
            if (sum != 0)
            {
                throw new InvalidOperationException($"A booking is off by {sum} of the smallest unit of {currency.Key.Code}.");
            }
        }
    }

    private static Posting[] Transfer(string from, string to, Money amount) =>
        [new Posting(from, amount.Currency, -amount.Units), new Posting(to, amount.Currency, amount.Units)];
}
