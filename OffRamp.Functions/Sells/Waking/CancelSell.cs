using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// Asks a sell to be cancelled and waits for what its rules decide: the request is stored in the inbox, and stands whatever
/// becomes of the wait.
/// </summary>
internal sealed class CancelSell(
    SellStore sells, SellInbox inbox, TimeProvider clock, SellPolicies policies)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Real time: somebody waits for the answer. Tests wait less.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <returns>The cancelled sell.</returns>
    /// <exception cref="ProblemException">409: a deposit was seen, or the sell has ended. 503: not decided yet.</exception>
    public async Task<Sell> CancelAsync(Sell sell, CancellationToken cancellation)
    {
        if (IsCancelled(sell))
        {
            return sell;
        }

        // Named by what the sell was when it was asked: the same request again is the same row, a later one is another.
        var request = new CancelRequest($"{SellKeys.CancelRequest}|{sell.Sequence}", clock.GetUtcNow());
        await inbox.TellAsync(sell.Id, request, cancellation);
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            sell = await sells.FindAsync(sell.Id, cancellation) ?? throw new SellMissingException(sell.Id);
            if (IsCancelled(sell))
            {
                return sell;
            }

            if (Environment.TickCount64 >= until)
            {
                throw Undecided();
            }

            await Task.Delay(pause, cancellation);
        }
    }

    private bool IsCancelled(Sell sell) => sell switch
    {
        { Status: SellStatus.Cancelled } => true,
        { Status: SellStatus.Completed or SellStatus.Failed } =>
            throw Problems.Because("session_not_cancellable", $"The sell has {sell.Status.ToString().ToLowerInvariant()}."),
        { Status: SellStatus.Processing } => throw Detected(),
        _ when sell.HasSeenMoreThan(policies.For(sell).Asset.Dust) => throw Detected(),
        { Phase: SellPhase.OnHold } => throw Problems.Because("session_not_cancellable", "An operator looks at this sell."),
        _ => false,
    };

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;

    private static ProblemException Detected() =>
        Problems.Because("deposit_already_detected", "A deposit has been seen; the sell goes on.");

    private static ProblemException Undecided() => new(
        Problems.Describe("decision_pending", "It is not decided yet. The request stands; ask again.") with { RetryAfter = TimeSpan.FromSeconds(5) });
}
