using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>What nobody foresaw waits for an operator, with a reason; its timer only reminds and moves no money.</summary>
internal static class HoldRules
{
    public static void Hold(SellChange change, string reason, string? detail = null) =>
        change.Tell("sell.on_hold", sell => sell with { Phase = SellPhase.OnHold, HoldReason = reason }, detail is null ? reason : $"{reason}: {detail}");

    public static Step Hold(SellChange change, string reason, string? detail, SellPolicy policy)
    {
        Hold(change, reason, detail);
        return Decide(change, null, policy);
    }

    public static Step Decide(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        // A payout that was out when the sell was held may still settle: then the fiat is on the card, and the sell is paid.
        if (change.Sell.LastPayout is { Status: PayoutStatus.Settled })
        {
            change.Tell("sell.completed", sell => sell with { Phase = SellPhase.Paid, HoldReason = null });
            return AftermathRules.Decide(change, outcome, policy);
        }

        if (change.Sell.LastPayout is { IsOut: true } payout)
        {
            return payout.AskAt <= change.Now && outcome is null
                ? new Step(change.Sell.Phase, NextStep.AskPayout, change.Now + policy.AskAgain)
                : NotLaterThan(Remind(change, policy), payout.AskAt, change.Now);
        }

        if (change.Sell.HasOpenRefund)
        {
            return RefundRules.Decide(change, outcome, policy);
        }

        return change.Sell.HoldReason switch
        {
            HoldReasons.KycRequired => AwaitKyc(change, outcome, policy),
            HoldReasons.ComplianceReview => ScreeningRules.WhileHeld(change, outcome, policy) ?? Remind(change, policy),
            HoldReasons.DepositMismatch => MismatchRules.Decide(change, outcome, policy),
            _ => Remind(change, policy),
        };
    }

    /// <summary>Verified again, the sell goes on; not so for 7 days, the crypto goes back. Whom the provider rejects, a person decides on.</summary>
    private static Step AwaitKyc(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (outcome is null)
        {
            return new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain);
        }

        if (outcome is not CustodianAnswered { Kyc: { } kyc })
        {
            return new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.AskAgain);
        }

        if (kyc == KycStatus.Verified)
        {
            change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, HoldReason = null });
            return PayRules.Decide(change, outcome, policy);
        }

        var isOver = change.Now >= change.Sell.PhaseSince + policy.KycPatience;
        return isOver && kyc != KycStatus.Rejected
            ? RefundRules.FailAndRefund(change, FailureCodes.KycRequired, policy)
            : NotLaterThan(Remind(change, policy), LookRules.Next(change.Sell.PhaseSince, change.Now), change.Now);
    }

    /// <summary>A hold does not keep the provider from being asked when its time has come.</summary>
    private static Step NotLaterThan(Step step, DateTimeOffset time, DateTimeOffset now) =>
        time > now && time < step.Until ? step with { Until = time } : step;

    /// <summary>Waits for a person; the timer of every such phase alerts operators, and nothing else.</summary>
    public static Step Remind(SellChange change, SellPolicy policy)
    {
        var reminders = ((change.Now - change.Sell.PhaseSince).Ticks / policy.HoldReminder.Ticks) + 1;
        var reminder = change.Sell.PhaseSince + (reminders * policy.HoldReminder);
        return new Step(change.Sell.Phase, NextStep.AwaitNotice, reminder);
    }
}
