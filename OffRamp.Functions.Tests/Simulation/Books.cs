using System.Globalization;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// One sell's ledger, held against its record and against what others say of its money. Numbers are computed here once more, and
/// differently. Of a sell of any asset, simulated or not.
/// </summary>
/// <param name="asset">What is sold.</param>
/// <param name="feeOf">What the network took for a refund, as who sent it knows it: an amount of the asset.</param>
internal sealed class Books(Asset asset, Func<string, string> feeOf)
{
    private readonly Dictionary<(string Account, Currency Currency), Int128> balances = [];
    private (decimal Rate, decimal Fee, decimal Margin)? terms;
    private QuoteTerms? quote;

    /// <summary>In the smallest units of their currency.</summary>
    public static Int128 UnitsOf(IEnumerable<Money> amounts) => amounts.Aggregate(Int128.Zero, (total, amount) => total + amount.Units);

    /// <summary>Of an account, in the smallest units of the currency.</summary>
    public Int128 Balance(string account, Currency currency) => balances.GetValueOrDefault((account, currency));

    /// <summary>What the quote says, which says the same for good: by unit of crypto.</summary>
    public (decimal Rate, decimal Fee, decimal Margin) Terms(Sell sell)
    {
        Violation.Unless(quote is null || quote == sell.Quote, "the quote stands", $"{quote} became {sell.Quote}");
        quote ??= sell.Quote;
        return terms ??= (Number(sell.Quote.Rate), Number(sell.Quote.Fee), sell.Quote.Margin is { } margin ? Number(margin) : 0);

        static decimal Number(Rate rate) => decimal.Parse(rate.ToString(), CultureInfo.InvariantCulture);
    }

    /// <summary>Each posting once.</summary>
    public void Book(IReadOnlyList<Posting> postings)
    {
        foreach (var posting in postings)
        {
            balances[(posting.Account, posting.Currency)] = Balance(posting.Account, posting.Currency) + posting.Units;
        }
    }

    /// <summary>Zero in each currency; and what the accounts hold is what the record says is where. To be asked whenever something was booked.</summary>
    /// <exception cref="Violation">Not so.</exception>
    public void Close(Sell sell)
    {
        foreach (var currency in new[] { sell.Asset, sell.Fiat })
        {
            var sum = balances.Where(balance => balance.Key.Currency == currency).Aggregate(Int128.Zero, (total, balance) => total + balance.Value);
            Violation.Unless(sum == 0, "the ledger sums to zero", $"{currency} is off by {(long)sum}");
        }

        var confirmed = UnitsOf(sell.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        var settled = sell.Payouts.Where(payout => payout.Status == PayoutStatus.Settled).ToList();
        var converted = UnitsOf(settled.Select(payout => payout.Converts));
        var sent = sell.Refunds.Where(refund => refund.Status == RefundStatus.Sent).ToList();
        var refunded = UnitsOf(sent.Select(refund => refund.Amount));
        var borne = UnitsOf(sent.Select(refund => refund.Cost).OfType<Money>());
        Equal(Account.Received, sell.Asset, -confirmed);
        Equal(Account.Converted, sell.Asset, converted);
        Equal(Account.Refunded, sell.Asset, refunded);
        Equal(Account.RefundCosts, sell.Asset, borne);
        Equal(Account.Held, sell.Asset, confirmed - converted - refunded - borne);
        NetworksArePaidByUs(sell);
        FiatIsAccountedFor(sell, settled);
        Violation.Unless(confirmed >= converted + refunded + borne || WasReorged(sell), "no more leaves than came", $"held is {(long)(confirmed - converted - refunded - borne)}");
        Violation.Unless(Balance(Account.Rounding, sell.Fiat) >= 0, "what we pay is rounded down", $"the rounding account is overdrawn by {(long)-Balance(Account.Rounding, sell.Fiat)}");
        Violation.Unless(sell.Payouts.Count(payout => payout.IsOut) <= 1, "at most one payout is out", $"{sell.Payouts.Count(payout => payout.IsOut)} are");
        Violation.Unless(sell.Refunds.Count(refund => refund.IsOpen) <= 1, "at most one refund is out", $"{sell.Refunds.Count(refund => refund.IsOpen)} are");
    }

    /// <summary>Nobody has anything to say any more: all that came is paid, has gone back, or a person knows of it.</summary>
    /// <param name="sell">Its record.</param>
    /// <param name="back">Units of the asset that have gone back, as who sent them knows it.</param>
    /// <param name="paid">Cents that were paid out for good, as who paid them knows it.</param>
    /// <exception cref="Violation">Not so.</exception>
    public void Ended(Sell sell, Int128 back, Int128 paid)
    {
        var held = Balance(Account.Held, sell.Asset);
        Violation.Unless(held == 0 || IsNamed(sell) || held <= asset.Dust.Units, "every unit ends paid, refunded or in a named case", $"{(long)held} units are held in {sell.Phase}");
        if (!sell.IsAtRest)
        {
            return;
        }

        Violation.Unless(!sell.HasPayoutOut && !sell.HasOpenRefund, "every sell reaches an end or a person", $"at rest with something out");
        var refunded = Balance(Account.Refunded, sell.Asset);
        Violation.Unless(refunded == back, "the ledger says what the custodian sent", $"{(long)refunded} of {(long)back} units");
        Violation.Unless(paid <= sell.Quote.PayFor(sell.Quote.CryptoAmount + asset.Dust).Units, "never more than the quote", $"{(long)paid} cents were paid");
    }

    /// <summary>What the networks took for refunds, sent or failed, came out of our own funds, and out of nobody's crypto.</summary>
    private void NetworksArePaidByUs(Sell sell)
    {
        var fees = UnitsOf(sell.Refunds.Where(refund => !refund.IsOpen).Select(refund => Money.Parse(feeOf(refund.Id), sell.Asset)));
        Equal(Account.NetworkCosts, sell.Asset, fees);
        Equal(Account.OwnFunds, sell.Asset, -fees);
    }

    /// <summary>What was converted, at the quote's rate, is what was paid out, our fee, the partner's margin, and what no cent can hold.</summary>
    private void FiatIsAccountedFor(Sell sell, List<Payout> settled)
    {
        var (rate, fee, margin) = Terms(sell);
        var kept = UnitsOf(sell.Payouts.Where(payout => payout.Status == PayoutStatus.Returned).Select(payout => payout.Amount - (payout.ReturnedAmount ?? payout.Amount)));
        Equal(Account.PaidOut, sell.Fiat, UnitsOf(settled.Select(payout => payout.Amount)) + kept);
        Equal(Account.ReturnCosts, sell.Fiat, -kept);
        Equal(Account.Converted, sell.Fiat, -Worth(rate));
        Equal(Account.Fees, sell.Fiat, Worth(fee));
        Equal(Account.Margin, sell.Fiat, Worth(margin));

        Int128 Worth(decimal share) => settled.Aggregate(Int128.Zero, (sum, payout) => sum + (Int128)Math.Floor((decimal)payout.Converts.Units / 1_000_000m * share * 100m));
    }

    /// <summary>A person knows of it, and why: a hold with a reason, a case, a refund that failed or hangs.</summary>
    private static bool IsNamed(Sell sell) =>
        sell is { Phase: SellPhase.OnHold, HoldReason: not null } || sell.Cases.Count > 0 || sell.HasOpenRefund || sell.Refunds is [.., { IsFailed: true }];

    private static bool WasReorged(Sell sell) => sell.Labels.Contains(Labels.Reorged);

    private void Equal(string account, Currency currency, Int128 expected)
    {
        var balance = Balance(account, currency);
        Violation.Unless(balance == expected, "the ledger says what the record says", $"{account} is {(long)balance} and not {(long)expected} units of {currency}");
    }
}
