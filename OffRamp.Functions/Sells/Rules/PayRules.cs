using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>From the covered quote to the fiat on the card. Never more than one payout is out.</summary>
internal static class PayRules
{
    public static Step Decide(SellChange change, Outcome? outcome, SellPolicy policy) => change.Sell.LastPayout switch
    {
        _ when change.Sell.IsAboutToPay => BeforePayout(change, outcome, policy),
        null => throw new InvalidOperationException("A sell that pays out and has no payout is about to make one."),
        { IsOut: true } payout when change.Now >= PatienceBegins(change.Sell, payout) + PayoutRetry.Patience =>
            HoldRules.Hold(change, HoldReasons.PayoutUnresolved, null, policy),
        { IsOut: true } payout => Follow(change, payout, outcome, policy),
        { Status: PayoutStatus.Settled } => Complete(change, outcome, policy),
        { Status: PayoutStatus.Failed, NewDetailsCanHelp: true } => ActionRules.Ask(change, policy),
        _ => RefundRules.FailAndRefund(change, FailureCodes.PayoutFailed, policy),
    };

    /// <summary>Brings the payout that is out to its outcome; one that was never sent, and whose deposit a reorg has taken, is given up.</summary>
    public static Step Follow(SellChange change, Payout payout, Outcome? outcome, SellPolicy policy)
    {
        if (payout is { Status: PayoutStatus.Submitting, FirstTriedAt: null } && !change.Sell.Covers(payout))
        {
            PayoutRules.Withdraw(change);
            return Next(change, NextStep.AskCustodian, change.Now + policy.AskAgain);
        }

        if (payout.Status == PayoutStatus.Submitted)
        {
            return AwaitSettlement(change, payout, outcome, policy);
        }

        return payout.AskAt <= change.Now
            ? Next(change, NextStep.PayOut, change.Now + policy.AskAgain)
            : Next(change, NextStep.AwaitNotice, payout.AskAt);
    }

    /// <summary>An operator who releases a payout that is still out gives it as long once more.</summary>
    private static DateTimeOffset PatienceBegins(Sell sell, Payout payout) =>
        sell.PhaseSince > payout.SubmittedAt ? sell.PhaseSince : payout.SubmittedAt;

    /// <summary>The custodian's total, the user's KYC status, the risk and the rate are looked at once more before every attempt.</summary>
    private static Step BeforePayout(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        // An answer that was asked for something else does not say whether the user is verified still; he is asked about at once.
        if (outcome is not CustodianAnswered { Kyc: not null, CurrentRate: not null } answer)
        {
            return outcome is ProviderSilent or CustodianAnswered && change.Before.IsAboutToPay
                ? Next(change, NextStep.AwaitNotice, change.Now + policy.AskAgain)
                : Next(change, NextStep.AskCustodian, change.Now + policy.AskAgain);
        }

        if (ScreeningRules.Await(change, policy) is { } wait)
        {
            return wait;
        }

        if (FindDoubt(change.Sell, answer, policy) is { } doubt)
        {
            return HoldRules.Hold(change, doubt, null, policy);
        }

        return Begin(change, answer, policy)
            ? Next(change, NextStep.PayOut, change.Now + policy.AskAgain)
            : HoldRules.Hold(change, HoldReasons.DepositMismatch, "nothing is left to pay for", policy);
    }

    /// <summary>Commits an attempt: what came, is confirmed and still held, at most the quote and an excess of dust. False when that is nothing.</summary>
    public static bool Begin(SellChange change, CustodianAnswered answer, SellPolicy policy)
    {
        var converts = Money.Min(Payable(change.Sell, policy.Asset), Confirmed(change.Sell, answer, policy.Asset));
        var pays = change.Sell.Quote.PayFor(converts);
        if (pays.IsPositive)
        {
            PayoutRules.Begin(change, pays, converts);
        }

        return pays.IsPositive;
    }

    /// <summary>
    /// What came, and never more than is still held. An excess of at most dust is not worth sending back, and is paid with
    /// the rest; of more, the quote is paid, and the excess goes back later.
    /// </summary>
    public static Money Payable(Sell sell, Asset asset)
    {
        var isExcessive = sell.Received > sell.Quote.CryptoAmount + asset.Dust;
        return Money.Min(isExcessive ? sell.Quote.CryptoAmount : sell.Received, sell.Unassigned);
    }

    /// <summary>What speaks against paying now, by the name of its hold; null when nothing does, or only what an operator has waived.</summary>
    public static string? FindDoubt(Sell sell, CustodianAnswered answer, SellPolicy policy) =>
        Doubts(sell, answer, policy).FirstOrDefault(doubt => !CanBeWaived(doubt) || !sell.Waived.Contains(doubt));

    // Nobody waives that money is missing, and a risk is reviewed deposit by deposit: a later one is another.
    private static bool CanBeWaived(string doubt) => doubt is HoldReasons.KycRequired or HoldReasons.RateMoved;

    /// <summary>The custodian confirms what is paid for, and that is no less than when it was decided on; a crumb beyond the quote stops nobody.</summary>
    public static bool IsThere(Sell sell, CustodianAnswered answer, Asset asset) =>
        Confirmed(sell, answer, asset) >= sell.Owed && !(sell.Owed < sell.DecidedOn);

    private static IEnumerable<string> Doubts(Sell sell, CustodianAnswered answer, SellPolicy policy)
    {
        if (sell.LiveDeposits.Any(deposit => deposit.NeedsReview))
        {
            yield return HoldReasons.ComplianceReview;
        }

        if (!IsThere(sell, answer, policy.Asset))
        {
            yield return HoldReasons.DepositMismatch;
        }

        if (answer.Kyc != KycStatus.Verified)
        {
            yield return HoldReasons.KycRequired;
        }

        if (answer.CurrentRate!.Value.FallsBelow(sell.Quote.Rate, policy.RateDrop))
        {
            yield return HoldReasons.RateMoved;
        }
    }

    /// <summary>What the custodian says is there and confirmed, of the deposits that this sell has recorded: an address may have been somebody's before.</summary>
    public static Money Confirmed(Sell sell, CustodianAnswered answer, Asset asset)
    {
        var said = ConfirmedFacts(sell, answer, asset);
        var earlier = sell.Deposits.Where(deposit => answer.Earlier?.Confirmed.Contains(deposit.Id) == true && !said.ContainsKey(deposit.Id));
        return Money.Sum(said.Values.Concat(earlier.Select(deposit => deposit.Amount)), sell.Asset);
    }

    public static IEnumerable<string> ConfirmedIds(Sell sell, CustodianAnswered answer, Asset asset) =>
        ConfirmedFacts(sell, answer, asset).Keys.Union(answer.Earlier?.Confirmed ?? []);

    /// <summary>By their ids, so that none counts twice; what an operator has counted counts as far as it can be read.</summary>
    private static Dictionary<string, Money> ConfirmedFacts(Sell sell, CustodianAnswered answer, Asset asset)
    {
        var known = sell.Deposits.Select(deposit => deposit.Id).ToHashSet();
        var matched = sell.Deposits.Where(deposit => deposit.IsMatched).Select(deposit => deposit.Id).ToHashSet();
        var partly = answer.Unreadable.Select(entry => entry.Known).OfType<DepositFact>().Where(fact => matched.Contains(DepositMatch.IdOf(sell, fact)));
        var found = new Dictionary<string, Money>();
        foreach (var fact in answer.Facts.Concat(partly))
        {
            if (fact.Status == DepositStatus.Confirmed && DepositMatch.Of(fact, sell, asset, out var amount) == DepositMatchResult.Matches
                && fact.Confirmations >= asset.ConfirmationsFor(amount) && DepositMatch.IdOf(sell, fact) is var id && known.Contains(id))
            {
                found[id] = amount;
            }
        }

        return found;
    }

    private static Step AwaitSettlement(SellChange change, Payout payout, Outcome? outcome, SellPolicy policy)
    {
        if (payout.AskAt <= change.Now && outcome is null)
        {
            return Next(change, NextStep.AskPayout, change.Now + policy.AskAgain);
        }

        return Next(change, NextStep.AwaitNotice, payout.AskAt > change.Now ? payout.AskAt : change.Now + policy.AskAgain);
    }

    private static Step Complete(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        change.Tell("sell.completed", sell => sell with { Phase = SellPhase.Paid });
        return AftermathRules.Decide(change, outcome, policy);
    }

    private static Step Next(SellChange change, NextStep next, DateTimeOffset until) => new(change.Sell.Phase, next, until);
}
