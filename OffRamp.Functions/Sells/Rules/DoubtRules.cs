namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// Notices cross and are repeated, and a chain takes up again what it had dropped: before a sell rests or waits, the custodian has the
/// word on every deposit that is gone by the record, or of which a notice says the contrary.
/// </summary>
internal static class DoubtRules
{
    /// <summary>The step as it was decided on, or one by which the custodian is asked first. Deposits that are collected are asked about anyway.</summary>
    public static Step Settle(SellChange change, Step step, Outcome? outcome, SellPolicy policy)
    {
        var isResting = step.IsEnd || (step.Next == NextStep.AwaitNotice && !change.Sell.IsCollecting);
        if (!isResting || Ask(change, outcome, policy) is not { } ask)
        {
            return step;
        }

        // One that waits for the custodian to answer keeps nothing else from being done in time.
        return step.IsEnd || ask.Next != NextStep.AwaitNotice || ask.Until < step.Until ? ask : step;
    }

    /// <summary>Null where there is no doubt, or it was asked about.</summary>
    private static Step? Ask(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        var goneSince = change.Sell.Deposits.Where(deposit => deposit is { IsLive: false, IsSpeck: false }).Select(deposit => deposit.RecordedAt);
        var doubtedSince = goneSince.Cast<DateTimeOffset?>().Append(change.Sell.DoubtedAt).Max();
        if (doubtedSince is null || doubtedSince <= change.Sell.CustodianAskedAt)
        {
            return null;
        }

        if (outcome is CustodianAnswered answer)
        {
            change.Note(sell => sell with { CustodianAskedAt = answer.AskedAt });
            return doubtedSince <= answer.AskedAt ? null : new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.AskAgain);
        }

        return outcome is ProviderSilent
            ? new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.ConfirmationPoll)
            : new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain);
    }
}
