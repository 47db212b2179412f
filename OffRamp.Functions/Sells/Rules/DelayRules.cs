using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// What takes longer than it usually does is told once a sell, so that neither the partner nor the user has to wonder. It moves
/// nothing: a network that is slow and a provider that is silent have times of their own.
/// </summary>
internal static class DelayRules
{
    /// <summary>Tells it when it is due; before that it sees to it that the sell is looked at by then.</summary>
    /// <param name="change">The sell, after everything else was decided.</param>
    /// <param name="step">What is done next.</param>
    /// <param name="policy">How long each usually takes.</param>
    public static Step Tell(SellChange change, Step step, SellPolicy policy)
    {
        if (DueAt(change.Sell, policy) is not { } due)
        {
            return step;
        }

        if (change.Now < due)
        {
            return step.IsWait && due < step.Until ? step with { Until = due } : step;
        }

        change.Tell("sell.delayed", sell => sell with { DelayedAt = change.Now });
        return step;
    }

    private static DateTimeOffset? DueAt(Sell sell, SellPolicy policy) => sell switch
    {
        { DelayedAt: not null } => null,
        { Phase: SellPhase.ConfirmingDeposit } => sell.PhaseSince + policy.UsualConfirmation,
        { Phase: SellPhase.PayingOut, LastPayout: { IsOut: true } payout } => payout.SubmittedAt + policy.UsualPayout,
        _ => null,
    };
}
