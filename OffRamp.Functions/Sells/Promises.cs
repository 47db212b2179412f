namespace OffRamp.Functions.Sells;

/// <summary>
/// Keeps the index of open sells honest with as few writes as can be: a row must never name a later time than the
/// sell's own promise, nor than its next look, and may name an earlier one.
/// </summary>
internal sealed class Promises(OpenSells open, SellEndings endings, TimeProvider clock)
{
    /// <summary>Less than this is not worth a write: a lost sell is found that much later.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>A look that found nothing new: the record is as it was, so the new promise stands in the index alone.</summary>
    public async Task KeepAsync(Sell sell, Step step, CancellationToken cancellation)
    {
        if (step.IsWait && sell.WakeAt <= clock.GetUtcNow() && step.Until > sell.WakeAt)
        {
            await open.KeepAsync(sell.Id, step.Until, sell.CommitId, cancellation);
        }
    }

    /// <summary>
    /// Before a commit, whose promise stands in the record: the index is touched only if it may name a later time. It is
    /// written first, so that a process that dies between the two leaves nothing behind that nobody comes back to.
    /// </summary>
    public async Task MakeAsync(Sell before, Decision decision, CancellationToken cancellation)
    {
        if (IsToBeWritten(before, decision))
        {
            await open.PromiseAsync(decision.Sell.Id, decision.Step.IsEnd ? clock.GetUtcNow() : Look(decision), cancellation);
        }
    }

    /// <summary>After a commit. The row stays: ReviveSells closes it some minutes later, when nothing can have arrived in the moment of the end.</summary>
    public async Task EndAsync(Decision decision, CancellationToken cancellation)
    {
        if (decision.Step.IsEnd)
        {
            await endings.CloseAsync(decision.Sell, cancellation);
        }
    }

    // After the end the index has forgotten the sell; what it tells from now on must be seen to all the same.
    private bool IsToBeWritten(Sell before, Decision decision) => before.IsAtRest
        ? !decision.Step.IsEnd || decision.Events.Count > 0
        : !decision.Step.IsEnd && Look(decision) + Tolerance < LookRules.Next(before.PhaseSince, clock.GetUtcNow());

    private DateTimeOffset Look(Decision decision) => LookRules.NextVisit(decision.Sell.PhaseSince, clock.GetUtcNow(), decision.Step.Until);
}
