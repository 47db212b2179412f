using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

internal sealed partial class Checks
{
    // The longest that lies between a look at the custodian's list and the commit that it leads to.
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(2);
    private readonly HashSet<(string RefundId, string? PayoutId)> begunByOperator = [];

    /// <summary>Every earlier attempt is known to have failed; the amount is what came, at the quote's rate, rounded down; nothing spoke against it.</summary>
    private void PayoutMayBegin(Sell before, Sell after, Payout payout, Outcome? outcome, bool isByOperator)
    {
        var earlier = after.Payouts.Where(other => other.Attempt < payout.Attempt).ToList();
        Violation.Unless(earlier.All(other => other.Status is PayoutStatus.Failed or PayoutStatus.Returned), "no payout before the earlier one is known to have failed", $"{payout.Id} while {earlier.LastOrDefault()?.Status}");
        Violation.Unless(!after.HasOpenRefund, "no payout while a refund is out", $"{payout.Id}");
        var terms = Books.Terms(after);
        var rate = terms.Rate - terms.Fee - terms.Margin;
        var worth = Math.Floor((decimal)payout.Converts.Units / 1_000_000m * rate * 100m);
        Violation.Unless((decimal)payout.Amount.Units <= worth, "what we pay is rounded down", $"{payout.Amount} for {payout.Converts}, worth {worth / 100m}");
        NoMoreThanTheQuoteAndDust(after, payout, rate, outcome);
        TooMuchIsLookedAt(after.LiveDeposits, payout.Id, lookedAt.Counting);
        var confirmed = Units(after.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        var gone = Units(after.Refunds.Where(refund => !refund.IsFailed).Select(Takes));
        Violation.Unless(gone + payout.Converts.Units <= confirmed, "no more leaves than came", $"{payout.Converts}, after {(long)gone} units, of {(long)confirmed}");
        Violation.Unless(!after.LiveDeposits.Any(deposit => deposit.NeedsReview), "risk is looked at by a person", $"{payout.Id} while a deposit needs review");
        Violation.Unless(outcome is CustodianAnswered, "the custodian is asked before every payout", $"{payout.Id}");
        var answer = (CustodianAnswered)outcome!;
        var isOld = answer.Earlier is not null && !(answer.AskedAt >= aboutToPaySince);
        Violation.Unless(!isOld, "the custodian is asked before every payout", $"{payout.Id} by a list of {answer.AskedAt:u}, and decided on at {aboutToPaySince:u}");
        var there = Units(ShownTo(answer, after).Where(fact => fact.Status == DepositStatus.Confirmed && IsOurs(fact)).DistinctBy(fact => (fact.TxHash, fact.LogIndex)).Select(fact => Money.Parse(fact.Amount, after.Asset)));
        Violation.Unless(there >= payout.Converts.Units, "no payout for what is not there", $"{payout.Converts} of {(long)there} units");
        Violation.Unless(answer.Kyc == KycStatus.Verified || IsWaived(HoldReasons.KycRequired), "no payout without KYC", $"{answer.Kyc}");
        var least = terms.Rate * 0.98m;
        Violation.Unless(decimal.Parse(answer.CurrentRate!.Value.ToString()) >= least || IsWaived(HoldReasons.RateMoved), "no payout at a rate that has fallen", $"{answer.CurrentRate}");

        // By an order that was taken in with the answer, too: then it waives what it saw.
        bool IsWaived(string doubt) => before.Waived.Contains(doubt) || (isByOperator && (before.HoldReason == doubt || before.OpenCases.Any(open => open.Kind == doubt)));
    }

    /// <summary>An excess of at most dust is paid with the rest, to the cent, if the custodian confirms it legibly; of any other nothing is.</summary>
    private static void NoMoreThanTheQuoteAndDust(Sell after, Payout payout, decimal rate, Outcome? outcome)
    {
        var quoted = after.Quote.CryptoAmount.Units;
        var received = Units(after.Deposits.Where(deposit => deposit is { IsConfirmed: true, Counts: true }).Select(deposit => deposit.Amount));
        var isPaidToo = received > quoted && received - quoted <= Builders.A.Asset.Dust.Units;
        var most = isPaidToo ? quoted + Builders.A.Asset.Dust.Units : quoted;
        Violation.Unless(payout.Converts.Units <= most, "never more than the quote", $"{payout.Converts} of {(long)received} units");
        var worth = Math.Floor(((decimal)(payout.Converts.Units - quoted) / 1_000_000m * rate * 100m) + (decimal)after.Quote.FiatAmount.Units);
        Violation.Unless(payout.Converts.Units <= quoted || (decimal)payout.Amount.Units >= worth, "a small excess is paid with the rest", $"{payout.Amount} for {payout.Converts}");
        var legible = outcome is CustodianAnswered { Earlier: null } answer
            ? Units(answer.Facts.Where(fact => fact.Status == DepositStatus.Confirmed && IsOurs(fact)).DistinctBy(fact => (fact.TxHash, fact.LogIndex)).Select(fact => Money.Parse(fact.Amount, after.Asset)))
            : received;
        var isWhole = payout.Converts.Units == received || (legible < received && payout.Converts.Units >= Int128.Max(legible, quoted));
        Violation.Unless(!isPaidToo || isWhole || after.Refunds.Any(refund => !refund.IsFailed), "a small excess is paid with the rest", $"{payout.Converts} of {(long)received} units");
    }

    /// <summary>
    /// What the custodian showed when it was asked. A list that took several looks says of its last pages what is so now, and
    /// of the earlier ones what they found, and nothing else.
    /// </summary>
    private IEnumerable<DepositFact> ShownTo(CustodianAnswered answer, Sell sell) => answer.Earlier is not { } earlier ? truth(answer.AskedAt)
        : truth(answer.AskedAt).Where(fact => earlier.Confirmed.Contains(DepositMatch.IdOf(sell, fact)))
            .Concat(truth(Later(answer.AskedAt, Clock() - LongestLook))).Concat(truth(Clock()));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void RefundMayBegin(Sell after, Refund refund, bool isByOperator)
    {
        Violation.Unless(!after.HasPayoutOut, "no refund while a payout is out", $"{refund.Id} while {after.LastPayout?.Status}");
        TooMuchIsLookedAt(after.LiveDepositsOfAnyKind, refund.Id, lookedAt.All);
        Violation.Unless(isByOperator || !after.NeedsReview, "risk is looked at by a person", $"{refund.Id} while a deposit needs review");
        Violation.Unless(refund.Amount.IsPositive, "a refund is of something", $"{refund.Amount}");
        var cost = RefundReasons.IsOwnMistake(refund.Reason) && Takes(refund) > RefundCost ? RefundCost : Money.Zero(after.Asset);
        Violation.Unless(Takes(refund) == refund.Amount + cost, "users bear the cost of their own mistakes alone", $"{refund.Cost} of {refund.Amount}, {refund.Reason}");
        var all = Units(after.Refunds.Where(other => !other.IsFailed).Select(Takes))
            + Units(after.Payouts.Where(payout => payout.Status == PayoutStatus.Settled).Select(payout => payout.Converts));
        var confirmed = Units(after.Deposits.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount));
        Violation.Unless(all <= confirmed, "no more leaves than came", $"{(long)all} of {(long)confirmed} units");
        ShortReturnWaits(after, refund, isByOperator, confirmed - all);
    }

    /// <summary>
    /// What was paid for stays where it is, until an operator sends it back; an excess may go. What failed to go back goes to
    /// another address, if it was an operator who had begun that after the same payout.
    /// </summary>
    private void ShortReturnWaits(Sell after, Refund refund, bool isByOperator, Int128 stays)
    {
        var last = after.LastPayout;
        var isRepeated = after.Refunds.Any(other => other.IsFailed && Takes(other) >= Takes(refund) && begunByOperator.Contains((other.Id, last?.Id)));
        if (isByOperator || isRepeated)
        {
            begunByOperator.Add((refund.Id, last?.Id));
            return;
        }

        Violation.Unless(
            last is not { Status: not PayoutStatus.Settled } || !IsShort(last.Id) || stays >= last.Converts.Units,
            "a short return waits for a person", $"{refund.Id} of {refund.Amount} after {last?.Id} came back short");
    }

    private static Money Takes(Refund refund) => refund.Amount + (refund.Cost ?? Money.Zero(refund.Amount.Currency));

    /// <summary>What was checked after the commit before holds still: the lists are the very same.</summary>
    private static bool HasTheSameMoney(Sell before, Sell after) =>
        ReferenceEquals(before.Deposits, after.Deposits) && ReferenceEquals(before.Payouts, after.Payouts) && ReferenceEquals(before.Refunds, after.Refunds)
        && ReferenceEquals(before.Quote, after.Quote);

    private static Int128 Units(IEnumerable<Money> amounts) => Books.UnitsOf(amounts);
}
