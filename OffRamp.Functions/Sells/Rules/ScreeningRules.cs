using OffRamp.Functions.Deposits;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// The sender's risk is the worse of what the custodian and the screening provider say. Silence is asked again; after
/// 15 min a person looks, unless a later word lets the sell go on by itself.
/// </summary>
internal static class ScreeningRules
{
    /// <summary>How long the screening provider may be silent before a person looks.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Takes in what the screening provider said, by the deposits' ids.</summary>
    public static void Hear(SellChange change, IReadOnlyDictionary<string, ScreenedRisk> said)
    {
        if (said.Count > 0)
        {
            change.Note(sell => sell with { Deposits = [.. sell.Deposits.Select(deposit => Screened(deposit, said))] });
        }
    }

    /// <summary>Nobody has said anything of some sender yet.</summary>
    public static bool IsPending(Sell sell, SellPolicy policy) =>
        policy.IsScreened && sell.LiveDeposits.Any(deposit => deposit.IsToBeScreened);

    /// <summary>It is held because the screening provider was silent, and for nothing else: its word, once it comes, lets the sell go on.</summary>
    public static bool IsHeldForSilence(Sell sell) =>
        sell is { Phase: SellPhase.OnHold, HoldReason: HoldReasons.ComplianceReview, ScreeningSilentSince: not null, NeedsReview: false };

    /// <summary>Asked, and no answer: later again, and after 15 min a person is told. Null where all is said.</summary>
    public static Step? Await(SellChange change, SellPolicy policy)
    {
        if (!IsPending(change.Sell, policy) || change.Sell.Waived.Contains(HoldReasons.ComplianceReview))
        {
            Heard(change);
            return null;
        }

        var since = change.Sell.ScreeningSilentSince ?? change.Now;
        if (change.Sell.ScreeningSilentSince is null)
        {
            change.Note(sell => sell with { ScreeningSilentSince = since });
        }

        return change.Now < since + Patience
            ? new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.AskAgain)
            : HoldRules.Hold(change, HoldReasons.ComplianceReview, "the screening provider is silent", policy);
    }

    /// <summary>A sell that is held for silence alone goes on once all is said and nothing is high.</summary>
    public static Step? WhileHeld(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (!IsHeldForSilence(change.Sell) || change.Sell.Status != SellStatus.Processing)
        {
            return null;
        }

        if (outcome is CustodianAnswered answer && !IsPending(change.Sell, policy))
        {
            change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, HoldReason = null, ScreeningSilentSince = null });
            return PayRules.Decide(change, answer, policy);
        }

        return outcome is null
            ? new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain)
            : new Step(change.Sell.Phase, NextStep.AwaitNotice, change.Now + policy.ConfirmationPoll);
    }

    /// <summary>The silence is over: what is held later is held for something else.</summary>
    public static void Heard(SellChange change)
    {
        if (change.Sell.ScreeningSilentSince is not null)
        {
            change.Note(sell => sell with { ScreeningSilentSince = null });
        }
    }

    private static Deposit Screened(Deposit deposit, IReadOnlyDictionary<string, ScreenedRisk> said) => !said.TryGetValue(deposit.Id, out var risk)
        ? deposit
        : deposit with { IsScreened = true, IsRiskUnknown = false, IsHighRisk = deposit.IsHighRisk || risk == ScreenedRisk.High };
}
