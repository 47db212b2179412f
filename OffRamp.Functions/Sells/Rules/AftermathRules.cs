using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// After an end, which stands: what came beyond the quote, too late or twice goes back; what was seen in time and
/// reported too late is paid after all; a payout that came back waits for a person. Nothing is kept silently.
/// </summary>
internal static class AftermathRules
{
    public static Step Decide(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (change.Sell.LastPayout is { IsOut: true } payout)
        {
            if (change.Now >= payout.SubmittedAt + PayoutRetry.Patience)
            {
                change.OpenCase(CaseKinds.PayoutUnresolved, payout.Id);
            }

            return PayRules.Follow(change, payout, outcome, policy);
        }

        if (change.Sell.LastPayout is { ReturnSaidAt: { } since } settled && change.Now >= since + PayoutRetry.Patience)
        {
            PayoutRules.GiveUpReturn(change, settled);
        }

        if (change.Sell.LastPayout is { ReturnSaidAt: not null } said && said.AskAt <= change.Now && outcome is null)
        {
            return new Step(change.Sell.Phase, NextStep.AskPayout, change.Now + policy.AskAgain);
        }

        var step = change.Sell.HasOpenRefund
            ? RefundRules.Decide(change, outcome, policy)
            : change.Sell.IsPayoutWanted ? Pay(change, outcome, policy)
            : AwaitConfirmation(change, outcome, policy) ?? Dispose(change, outcome, policy);
        return UntilReturnIsKnown(change, step, policy);
    }

    /// <summary>A sell does not rest while the provider has to be asked whether a payout came back.</summary>
    private static Step UntilReturnIsKnown(SellChange change, Step step, SellPolicy policy)
    {
        if (change.Sell.LastPayout is not { ReturnSaidAt: not null } said)
        {
            return step;
        }

        var askAt = said.AskAt > change.Now ? said.AskAt : change.Now + policy.AskAgain;
        return step.IsEnd ? new Step(change.Sell.Phase, NextStep.AwaitNotice, askAt)
            : step.Next == NextStep.AwaitNotice && askAt < step.Until ? step with { Until = askAt }
            : step;
    }

    /// <summary>What is not confirmed yet is waited for, as long as any deposit; then it is a person's business.</summary>
    private static Step? AwaitConfirmation(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        var open = change.Sell.LiveDepositsOfAnyKind.Where(deposit => deposit is { IsConfirmed: false, IsSpeck: false }).ToList();
        foreach (var slow in open.Where(deposit => change.Now >= deposit.RecordedAt + policy.ConfirmationWindow))
        {
            change.OpenCase(CaseKinds.UnconfirmedDeposit, slow.Id);
        }

        open.RemoveAll(deposit => change.Now >= deposit.RecordedAt + policy.ConfirmationWindow);
        if (open.Count == 0)
        {
            return null;
        }

        if (outcome is CustodianAnswered answer)
        {
            change.Note(sell => sell with { CustodianAskedAt = answer.AskedAt });
        }

        var asked = open.Select(deposit => deposit.RecordedAt).Append(change.Sell.CustodianAskedAt ?? default).Max();
        var pollAt = asked + policy.ConfirmationPoll;
        return pollAt <= change.Now && outcome is null
            ? new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain)
            : new Step(change.Sell.Phase, NextStep.AwaitNotice, pollAt > change.Now ? pollAt : change.Now + policy.AskAgain);
    }

    private static Step Dispose(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        // What came back from the bank moves only by a person's hand; a refund that failed waits for another address.
        var sell = change.Sell;
        if (!sell.Unassigned.IsPositive || sell.Labels.Contains(Labels.Returned) || sell.Refunds is [.., { IsFailed: true }])
        {
            return End(change);
        }

        if (sell.NeedsReview)
        {
            change.OpenCase(HoldReasons.ComplianceReview, sell.Id.ToString());
            return End(change);
        }

        return sell.OwesLatePayout(policy.Asset)
            ? Pay(change, outcome, policy)
            : SendBack(change, policy);
    }

    /// <summary>What was seen in time, or what an operator pays out again: the quote holds. The usual doubts before a payout are a person's business here too.</summary>
    private static Step Pay(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (outcome is not CustodianAnswered { Kyc: not null, CurrentRate: not null } answer)
        {
            return outcome is null
                ? new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain)
                : new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.AskAgain);
        }

        var doubt = ScreeningRules.IsPending(change.Sell, policy) ? HoldReasons.ComplianceReview : PayRules.FindDoubt(change.Sell, answer, policy);
        if (doubt is not null || !PayRules.Begin(change, answer, policy))
        {
            change.OpenCase(doubt ?? HoldReasons.DepositMismatch, change.Sell.Id.ToString());
            change.Note(sell => sell with { IsPayoutWanted = false });
            return End(change);
        }

        return new Step(change.Sell.Phase, NextStep.PayOut, change.Now + policy.AskAgain);
    }

    private static Step SendBack(SellChange change, SellPolicy policy)
    {
        // Specks that were not paid with the rest are held, until together they are worth sending back.
        if (change.Sell.Unassigned <= Money.Max(policy.Asset.Dust, policy.Asset.RefundCost))
        {
            return End(change);
        }

        RefundRules.Begin(change, change.Sell.Unassigned, RefundReasons.After(change.Sell), policy);
        return RefundRules.Decide(change, null, policy);
    }

    private static Step End(SellChange change) => new(change.Sell.Phase, EndOf(change.Sell.Phase), change.Now);

    private static NextStep EndOf(SellPhase phase) => phase switch
    {
        SellPhase.Paid => NextStep.Completed,
        SellPhase.Cancelled => NextStep.Cancelled,
        _ => NextStep.Failed,
    };
}
