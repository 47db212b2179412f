namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Deposits;

/// <summary>Until the deposits cover the quote: wait, confirm, decide at the deadline or on a cancel.</summary>
internal static class CollectRules
{
    /// <summary>What to do now, or null when the sell has left this part of its story.</summary>
    public static Step? Decide(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (change.Sell.LiveDeposits.Any(deposit => deposit.NeedsReview))
        {
            HoldRules.Hold(change, HoldReasons.ComplianceReview);
            return null;
        }

        if (change.Sell.Deposits.Count(deposit => !deposit.IsSpeck) > policy.MaximumDeposits)
        {
            HoldRules.Hold(change, HoldReasons.Operator, "too many deposits");
            return null;
        }

        RefuseCancelAfterDeposit(change, policy);
        if (change.Sell.IsCovered(change.Sell.Received))
        {
            StartPaying(change);
            return null;
        }

        return change.Sell.Phase == SellPhase.ConfirmingDeposit
            ? AwaitConfirmation(change, outcome, policy)
            : AwaitDeposit(change, outcome, policy);
    }

    private static void RefuseCancelAfterDeposit(SellChange change, SellPolicy policy)
    {
        if (change.Sell.CancelRequestedAt is not null && change.Sell.HasSeenMoreThan(policy.Asset.Dust))
        {
            change.Note(sell => sell with { CancelRequestedAt = null });
        }
    }

    private static void StartPaying(SellChange change) =>
        change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, DecidedOn = sell.Owed });

    private static Step? AwaitConfirmation(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        var deadline = change.Sell.PhaseSince + policy.ConfirmationWindow;
        if (change.Now >= deadline)
        {
            change.Label(Labels.Slow);
            HoldRules.Hold(change, HoldReasons.ConfirmationTimeout);
            return null;
        }

        if (outcome is CustodianAnswered answer)
        {
            change.Note(sell => sell with { CustodianAskedAt = answer.AskedAt });
        }

        var pollAt = LastAsked(change.Sell) + policy.ConfirmationPoll;
        if (pollAt <= change.Now)
        {
            return outcome is ProviderSilent
                ? new Step(SellPhase.ConfirmingDeposit, NextStep.AwaitNotice, change.Now + policy.AskAgain)
                : new Step(SellPhase.ConfirmingDeposit, NextStep.AskCustodian, change.Now + policy.AskAgain);
        }

        return new Step(SellPhase.ConfirmingDeposit, NextStep.AwaitNotice, deadline < pollAt ? deadline : pollAt);
    }

    private static DateTimeOffset LastAsked(Sell sell) =>
        sell.CustodianAskedAt is { } asked && asked > sell.PhaseSince ? asked : sell.PhaseSince;

    private static Step? AwaitDeposit(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        var cut = DepositRules.Cut(change.Sell);
        if (change.Now < cut)
        {
            return new Step(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, cut);
        }

        // Before an end is recorded the custodian is asked: a transfer seen by then wins, whoever reports it first.
        if (outcome is CustodianAnswered answer && answer.AskedAt >= cut)
        {
            return ReadingRules.IsBlocked(change.Sell) ? AwaitReadable(change, policy)
                : change.Sell.HasSeenMoreThan(policy.Asset.Dust) && change.Sell.Received <= policy.Asset.Dust ? AwaitSpecks(change, cut, policy)
                : EndNow(change, policy);
        }

        return outcome is ProviderSilent
            ? new Step(SellPhase.AwaitingDeposit, NextStep.AwaitNotice, change.Now + policy.AskAgain)
            : new Step(SellPhase.AwaitingDeposit, NextStep.AskCustodian, change.Now + policy.AskAgain);
    }

    /// <summary>No sell ends over an answer that was not understood: it is asked for again, and after an hour a person looks.</summary>
    private static Step? AwaitReadable(SellChange change, SellPolicy policy)
    {
        if (change.Sell.BlockedSince is not { } since)
        {
            change.Note(sell => sell with { BlockedSince = change.Now });
        }
        else if (change.Now >= since + policy.UnreadablePatience)
        {
            change.CountCase(CaseKinds.UnreadableEntry, change.Sell.Entries[0].EntryId, change.Sell.Entries.Count);
            change.Note(sell => sell with { BlockedSince = null, CustodianAskedAt = change.Now });
            HoldRules.Hold(change, HoldReasons.DepositMismatch, "the custodian's list cannot be read");
            return null;
        }

        return new Step(SellPhase.AwaitingDeposit, NextStep.AwaitNotice, change.Now + policy.AskAgain);
    }

    /// <summary>Specks that are more than dust together are the user's money, and are waited for like any deposit.</summary>
    private static Step? AwaitSpecks(SellChange change, DateTimeOffset cut, SellPolicy policy)
    {
        if (change.Now < cut + policy.ConfirmationWindow)
        {
            return new Step(SellPhase.AwaitingDeposit, NextStep.AwaitNotice, change.Now + policy.ConfirmationPoll);
        }

        change.Label(Labels.Slow);
        HoldRules.Hold(change, HoldReasons.ConfirmationTimeout);
        return null;
    }

    private static Step? EndNow(SellChange change, SellPolicy policy)
    {
        if (change.Sell.BlockedSince is not null)
        {
            change.Note(sell => sell with { BlockedSince = null });
        }

        End(change, policy);
        return null;
    }

    private static void End(SellChange change, SellPolicy policy)
    {
        var received = change.Sell.Received;
        if (change.Sell.CancelRequestedAt is not null)
        {
            change.Tell("sell.cancelled", sell => sell with { Phase = SellPhase.Cancelled });
        }
        else if (received <= policy.Asset.Dust)
        {
            change.Tell("sell.failed", sell => sell with { Phase = SellPhase.Expired, FailureCode = FailureCodes.DepositTimeout }, FailureCodes.DepositTimeout);
        }
        else if (received >= policy.Asset.Minimum && change.Sell.Underpaid == UnderpaidPolicy.ConvertActual)
        {
            StartPaying(change);
        }
        else
        {
            RefundRules.FailAndRefund(change, FailureCodes.Underpaid, policy);
        }
    }
}
