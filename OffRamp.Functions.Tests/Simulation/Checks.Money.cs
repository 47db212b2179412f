using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

internal sealed partial class Checks
{
    /// <summary>Zero in each currency; and what the accounts hold is what the record says is where.</summary>
    private void LedgerCloses(Sell sell)
    {
        foreach (var currency in new[] { sell.Asset, sell.Fiat })
        {
            var sum = postings.Where(posting => posting.Currency == currency).Aggregate(Int128.Zero, (total, posting) => total + posting.Units);
            Violation.Unless(sum == 0, "the ledger sums to zero", $"{currency} is off by {(long)sum}");
        }

        var confirmed = Units(sell.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        var settled = sell.Payouts.Where(payout => payout.Status == PayoutStatus.Settled).ToList();
        var converted = Units(settled.Select(payout => payout.Converts));
        var refunded = Units(sell.Refunds.Where(refund => refund.Status == RefundStatus.Sent).Select(refund => refund.Amount));
        Equal(Account.Received, sell.Asset, -confirmed);
        Equal(Account.Converted, sell.Asset, converted);
        Equal(Account.Refunded, sell.Asset, refunded);
        Equal(Account.Held, sell.Asset, confirmed - converted - refunded);
        var kept = Units(sell.Payouts.Where(payout => payout.Status == PayoutStatus.Returned).Select(payout => payout.Amount - (payout.ReturnedAmount ?? payout.Amount)));
        Equal(Account.PaidOut, sell.Fiat, Units(settled.Select(payout => payout.Amount)) + kept);
        Equal(Account.ReturnCosts, sell.Fiat, -kept);
        var margin = decimal.Parse(sell.Quote.Margin?.ToString() ?? "0");
        Equal(Account.Margin, sell.Fiat, settled.Aggregate(Int128.Zero, (sum, payout) => sum + (Int128)Math.Floor((decimal)payout.Converts.Units / 1_000_000m * margin * 100m)));
        Violation.Unless(confirmed >= converted + refunded || WasReorged(sell), "no more leaves than came", $"held is {(long)(confirmed - converted - refunded)}");
        Violation.Unless(Balance(Account.Rounding, sell.Fiat) >= 0, "what we pay is rounded down", $"the rounding account is overdrawn by {(long)-Balance(Account.Rounding, sell.Fiat)}");
        Violation.Unless(sell.Payouts.Count(payout => payout.IsOut) <= 1, "at most one payout is out", $"{sell.Payouts.Count(payout => payout.IsOut)} are");
        Violation.Unless(sell.Refunds.Count(refund => refund.IsOpen) <= 1, "at most one refund is out", $"{sell.Refunds.Count(refund => refund.IsOpen)} are");
    }

    /// <summary>Every earlier attempt is known to have failed; the amount is what came, at the quote's rate, rounded down; nothing spoke against it.</summary>
    private void PayoutMayBegin(Sell before, Sell after, Payout payout, Outcome? outcome, bool isByOperator)
    {
        var earlier = after.Payouts.Where(other => other.Attempt < payout.Attempt).ToList();
        Violation.Unless(earlier.All(other => other.Status is PayoutStatus.Failed or PayoutStatus.Returned), "no payout before the earlier one is known to have failed", $"{payout.Id} while {earlier.LastOrDefault()?.Status}");
        Violation.Unless(!after.HasOpenRefund, "no payout while a refund is out", $"{payout.Id}");
        var rate = decimal.Parse(after.Quote.Rate.ToString()) - decimal.Parse(after.Quote.Fee.ToString()) - decimal.Parse(after.Quote.Margin?.ToString() ?? "0");
        var worth = Math.Floor((decimal)payout.Converts.Units / 1_000_000m * rate * 100m);
        Violation.Unless((decimal)payout.Amount.Units <= worth, "what we pay is rounded down", $"{payout.Amount} for {payout.Converts}, worth {worth / 100m}");
        NoMoreThanTheQuoteAndDust(after, payout, rate);
        TooMuchIsLookedAt(after.LiveDeposits, payout.Id, isByOperator);
        var confirmed = Units(after.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        var gone = Units(after.Refunds.Where(refund => !refund.IsFailed).Select(refund => refund.Amount));
        Violation.Unless(gone + payout.Converts.Units <= confirmed, "no more leaves than came", $"{payout.Converts}, after {(long)gone} units, of {(long)confirmed}");
        Violation.Unless(!after.LiveDeposits.Any(deposit => deposit.NeedsReview), "risk is looked at by a person", $"{payout.Id} while a deposit needs review");
        Violation.Unless(outcome is CustodianAnswered, "the custodian is asked before every payout", $"{payout.Id}");
        var answer = (CustodianAnswered)outcome!;
        var there = Units(ShownSince(answer.AskedAt).Where(fact => fact.Status == DepositStatus.Confirmed && IsOurs(fact)).DistinctBy(fact => (fact.TxHash, fact.LogIndex)).Select(fact => Money.Parse(fact.Amount, after.Asset)));
        Violation.Unless(there >= payout.Converts.Units, "no payout for what is not there", $"{payout.Converts} of {(long)there} units");
        Violation.Unless(answer.Kyc == KycStatus.Verified || IsWaived(HoldReasons.KycRequired), "no payout without KYC", $"{answer.Kyc}");
        var least = decimal.Parse(after.Quote.Rate.ToString()) * 0.98m;
        Violation.Unless(decimal.Parse(answer.CurrentRate!.Value.ToString()) >= least || IsWaived(HoldReasons.RateMoved), "no payout at a rate that has fallen", $"{answer.CurrentRate}");

        // By an order that was taken in with the answer, too: then it waives what it saw.
        bool IsWaived(string doubt) => before.Waived.Contains(doubt) || (isByOperator && (before.HoldReason == doubt || before.OpenCases.Any(open => open.Kind == doubt)));
    }

    /// <summary>An excess of at most dust is paid with the rest, to the cent; of any other nothing is.</summary>
    private static void NoMoreThanTheQuoteAndDust(Sell after, Payout payout, decimal rate)
    {
        var quoted = after.Quote.CryptoAmount.Units;
        var received = Units(after.Deposits.Where(deposit => deposit is { IsConfirmed: true, Counts: true }).Select(deposit => deposit.Amount));
        var isPaidToo = received > quoted && received - quoted <= Builders.A.Asset.Dust.Units;
        var most = isPaidToo ? quoted + Builders.A.Asset.Dust.Units : quoted;
        Violation.Unless(payout.Converts.Units <= most, "never more than the quote", $"{payout.Converts} of {(long)received} units");
        var worth = Math.Floor(((decimal)(payout.Converts.Units - quoted) / 1_000_000m * rate * 100m) + (decimal)after.Quote.FiatAmount.Units);
        Violation.Unless(payout.Converts.Units <= quoted || (decimal)payout.Amount.Units >= worth, "a small excess is paid with the rest", $"{payout.Amount} for {payout.Converts}");
        Violation.Unless(!isPaidToo || payout.Converts.Units == received || after.Refunds.Any(refund => !refund.IsFailed), "a small excess is paid with the rest", $"{payout.Converts} of {(long)received} units");
    }

    /// <summary>A list that takes several looks says of its later pages what was so when they were read.</summary>
    private IEnumerable<DepositFact> ShownSince(DateTimeOffset askedAt) =>
        askedAt + TimeSpan.FromMinutes(1) < Clock() ? truth(askedAt).Concat(truth(Clock())) : truth(askedAt);

    private void RefundMayBegin(Sell after, Refund refund, bool isByOperator)
    {
        Violation.Unless(!after.HasPayoutOut, "no refund while a payout is out", $"{refund.Id} while {after.LastPayout?.Status}");
        TooMuchIsLookedAt(after.LiveDepositsOfAnyKind, refund.Id, isByOperator);
        Violation.Unless(isByOperator || !after.NeedsReview, "risk is looked at by a person", $"{refund.Id} while a deposit needs review");
        Violation.Unless(refund.Amount.IsPositive, "a refund is of something", $"{refund.Amount}");
        var all = Units(after.Refunds.Where(other => !other.IsFailed).Select(other => other.Amount))
            + Units(after.Payouts.Where(payout => payout.Status == PayoutStatus.Settled).Select(payout => payout.Converts));
        var confirmed = Units(after.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        Violation.Unless(all <= confirmed, "no more leaves than came", $"{(long)all} of {(long)confirmed} units");

        // An excess goes back while what the payout was for stays where it is; and what failed to go back goes to another address.
        var isRepeated = after.Refunds.Any(other => other.IsFailed && other.Amount >= refund.Amount);
        Violation.Unless(
            isByOperator || isRepeated || after.LastPayout is not { Status: not PayoutStatus.Settled } last || !IsShort(last.Id) || confirmed - all >= last.Converts.Units,
            "a short return waits for a person", $"{refund.Id} of {refund.Amount} after {after.LastPayout?.Id} came back short");
    }

    private static bool WasReorged(Sell sell) => sell.Labels.Contains(Labels.Reorged);

    private void Equal(string account, Currency currency, Int128 expected)
    {
        var balance = Balance(account, currency);
        Violation.Unless(balance == expected, "the ledger says what the record says", $"{account} is {(long)balance} and not {(long)expected} units of {currency}");
    }

    private Int128 Balance(string account, Currency currency) => postings
        .Where(posting => posting.Account == account && posting.Currency == currency)
        .Aggregate(Int128.Zero, (total, posting) => total + posting.Units);

    private static Int128 Units(IEnumerable<Money> amounts) => amounts.Aggregate(Int128.Zero, (total, amount) => total + amount.Units);
}
