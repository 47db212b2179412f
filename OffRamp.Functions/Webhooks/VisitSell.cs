using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Webhooks;

/// <summary>
/// Sees to it that what is stored for a sell is read, even if the hint is lost: a visit is asked for, and the sell is advanced
/// at once where nobody listens. One of the two has to work: a sell that has ended long ago is visited by nobody, and the
/// provider must be told to send it again.
/// </summary>
internal sealed partial class VisitSell(OpenSells open, SellNudge nudge, TimeProvider clock, ILogger<VisitSell> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">503: it is stored, but nobody was told, and perhaps nobody will ever look.</exception>
    public async Task RunAsync(SellId sell, HintResult hint)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var scope = log.BeginSellScope(sell.ToString());
        var isPromised = await SucceedsAsync(PromiseAsync(sell, patience.Token));

        // Nobody waits: the sell has ended, or its orchestration was lost. What came after an end is recorded at once.
        var isAdvanced = (hint == HintResult.NobodyListens || !isPromised) && await SucceedsAsync(nudge.MoveAsync(sell, patience.Token));
        if (!isPromised && !isAdvanced)
            throw new ProblemException(Problems.Describe("storage_unavailable", "The storage does not answer. Send it again.") with { RetryAfter = Pause });
    }

    private async Task<bool> PromiseAsync(SellId sell, CancellationToken cancellation)
    {
        await open.AskForVisitAsync(sell, clock.GetUtcNow(), cancellation);
        return true;
    }

    private async Task<bool> SucceedsAsync(Task<bool> look)
    {
        try
        {
            return await look;
        }
        catch (Exception e)
        {
            NotVisited(e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A sell could not be told of a notice that is stored")]
    private partial void NotVisited(Exception exception);
}
