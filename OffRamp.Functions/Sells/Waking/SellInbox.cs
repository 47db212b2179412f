using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// Puts something into a sell's inbox and has it looked at: the sell is advanced at once, its orchestration hinted, and where
/// none listens it is started again, or, in the worst case, walked on from here. All but the first is best effort: what is stored is taken in sooner or later.
/// </summary>
internal sealed partial class SellInbox(
    SellStore sells, OpenSells open, Advance advance, SellOrchestrations orchestrations, AdvanceInline inline, TimeProvider clock, ILogger<SellInbox> log)
{
    /// <summary>Returns once it is stored and was looked at. Stored before under the same name, it is looked at again.</summary>
    public async Task TellAsync(SellId id, InboxItem item, CancellationToken cancellation)
    {
        // First of all a visit is asked for: whoever dies after storing it leaves somebody who looks.
        await open.AskForVisitAsync(id, clock.GetUtcNow(), cancellation);
        try
        {
            await sells.AddToInboxAsync(id, SellRows.Of(id, item), cancellation);
        }
        catch (StorageConflictException)
        {
            // The same was said before.
        }
        await MoveAsync(id, cancellation);
    }

    /// <summary>Advances the sell, and sees to it that an orchestration goes on with what is left to do; it is walked where none can be had.</summary>
    /// <returns>Whether it was advanced: then nothing of what is stored waits to be read.</returns>
    public async Task<bool> MoveAsync(SellId id, CancellationToken cancellation)
    {
        var isAdvanced = false;
        try
        {
            var step = await advance.RunAsync(id, null, cancellation);
            isAdvanced = true;
            if (step.IsEnd)
            {
                return isAdvanced;
            }

            var sell = await sells.FindAsync(id, cancellation) ?? throw new SellMissingException(id);
            if (await orchestrations.ReviveAsync(sell, isLate: false, cancellation) is not (Revival.Hinted or Revival.Started))
            {
                await inline.RunAsync(id, cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotMoved(e, id.ToString());
        }
        return isAdvanced;
    }

    [LoggerMessage(LogLevel.Warning, "A sell could not be moved on at once; its orchestration, or a later look, will. Sell: {SellId}")]
    private partial void NotMoved(Exception exception, string sellId);
}
