using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// The custodian's list does not say what the sell says, or cannot be read. Nobody can waive that: it is asked every few
/// minutes, and the sell goes on by itself once the list was read and covers it. An operator may refund what it confirms.
/// </summary>
internal static class MismatchRules
{
    public static Step Decide(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (outcome is CustodianAnswered answer)
        {
            var confirmed = PayRules.Confirmed(change.Sell, answer, policy.Asset);
            change.Note(sell => sell with { CustodianAskedAt = answer.AskedAt, CustodianConfirmed = confirmed });
            if (GoOn(change, answer, policy) is { } step)
            {
                return step;
            }
        }

        var pollAt = (change.Sell.CustodianAskedAt is { } asked && asked > change.Sell.PhaseSince ? asked : change.Sell.PhaseSince) + policy.ConfirmationPoll;
        if (pollAt <= change.Now && outcome is null)
        {
            return new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain);
        }

        var reminder = HoldRules.Remind(change, policy);
        var next = pollAt > change.Now ? pollAt : change.Now + policy.ConfirmationPoll;
        return next < reminder.Until ? reminder with { Until = next } : reminder;
    }

    /// <summary>Null while it has to wait on.</summary>
    private static Step? GoOn(SellChange change, CustodianAnswered answer, SellPolicy policy)
    {
        if (change.Sell.Status == SellStatus.Pending)
        {
            return ReadingRules.IsBlocked(change.Sell) && !change.Sell.IsCovered(change.Sell.Received) ? null : CollectAgain(change, answer, policy);
        }

        if (!PayRules.IsThere(change.Sell, answer, policy.Asset) || change.Sell.Status != SellStatus.Processing
            || !PayRules.Payable(change.Sell, policy.Asset).IsPositive)
        {
            return null;
        }

        change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, HoldReason = null });
        return PayRules.Decide(change, answer, policy);
    }

    private static Step CollectAgain(SellChange change, CustodianAnswered answer, SellPolicy policy)
    {
        change.Tell("sell.pending", sell => DepositRules.Collecting(sell with { Phase = SellPhase.AwaitingDeposit, HoldReason = null }));
        return SellRules.Settle(change, answer, policy);
    }
}
