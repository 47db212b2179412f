namespace OffRamp.Functions.Sells;

/// <summary>
/// The answer of every activity to its orchestration: where the sell stands, what to do next, and how long to wait at most.
/// It is a duration and no point in time, because the engine's clock need not be the business's.
/// </summary>
internal sealed record SellStep(SellPhase Phase, NextStep Next, TimeSpan Wait)
{
    /// <summary>Clocks of two machines differ a little: a time that has just passed must not become a busy loop.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The SDK splits longer timers, by the engine's clock.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    public bool HasEnded => Next is NextStep.Completed or NextStep.Failed or NextStep.Cancelled;

    public static SellStep Of(Step step, DateTimeOffset now)
    {
        var wait = step.Until - now;
        return new(step.Phase, step.Next, wait < Shortest ? Shortest : wait > Longest ? Longest : wait);
    }
}
