using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>The answer of every activity to its orchestration: where the sell stands, what to do next, and how long to wait at most.</summary>
/// <param name="Phase">Null where nothing is known of it yet.</param>
/// <param name="Next">What to do.</param>
/// <param name="Wait">How long to wait at most, where that is to wait.</param>
/// <param name="Revision">Of the record that says so: a word of a lower one is out of date.</param>
internal sealed record SellStep(SellPhase? Phase, NextStep Next, TimeSpan Wait, long Revision = 0)
{
    public bool HasEnded => Next is NextStep.Completed or NextStep.Failed or NextStep.Cancelled;

    public static SellStep Of(Step step, DateTimeOffset now) => new(step.Phase, step.Next, DurableWait.Until(step.Until, now), step.Revision);

    /// <summary>Of a sell that was just made: to wait for the deposit. Null for one on which something is to be written first.</summary>
    public static SellStep? First(Sell sell, SellPolicies policies)
    {
        var decision = SellRules.Decide(sell, [], null, policies.Now, policies.For(sell));
        return decision.HasChanged ? null : Of(decision.Step, policies.Now);
    }
}

/// <summary>The input of the orchestration.</summary>
/// <param name="SellId">Its sell.</param>
/// <param name="First">What is next for a sell that was just made; null where only the record can say.</param>
internal sealed record SellStart(string SellId, SellStep? First = null);
