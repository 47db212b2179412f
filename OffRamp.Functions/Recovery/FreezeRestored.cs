using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Recovery;

/// <summary>
/// The money of a sell that was restored is frozen until both providers were asked whether they know of anything that its
/// record does not. Where they do, the sell is held for a person, and each time that its money would move they are asked again.
/// </summary>
internal sealed class FreezeRestored(Restorations restorations, AskProviders providers, SellStore sells, Advance advance, TimeProvider clock) : IMoneyFreeze
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileItEnded = TimeSpan.FromHours(1);

    public async Task<Step?> FindAsync(Sell sell, CancellationToken cancellation)
    {
        if (await restorations.FindAsync(cancellation) is not { } restoration || sell.CreatedAt >= restoration.Since)
        {
            return null;
        }

        // While rows are still written, this one may be written once more.
        if (!restoration.IsWritten)
        {
            return Wait(sell.Phase, AskAgain);
        }

        if (await restorations.IsClearedAsync(sell.Id, cancellation))
        {
            return null;
        }

        if (await providers.FindAsync(sell, cancellation) is not { } unknown)
        {
            return Wait(sell.Phase, AskAgain);
        }

        if (unknown.Ids is not [.., var last])
        {
            await restorations.ClearAsync(sell.Id, cancellation);
            return null;
        }

        var step = await HoldAsync(sell, last, cancellation);
        return step.Next is NextStep.PayOut or NextStep.SendRefund ? Wait(step.Phase, WhileItEnded) : step;
    }

    /// <summary>Puts what was found into the sell's inbox, where its rules take it up.</summary>
    public async Task<Step> HoldAsync(Sell sell, string id, CancellationToken cancellation)
    {
        var found = new UnknownMovement(SellKeys.UnknownMovement(id, sell.Sequence), clock.GetUtcNow(), id);
        try
        {
            await sells.AddToInboxAsync(sell.Id, SellRows.Of(sell.Id, found), cancellation);
        }
        catch (StorageConflictException)
        {
            // The same was found before, of the sell as it is.
        }

        return await advance.RunAsync(sell.Id, null, cancellation);
    }

    private Step Wait(SellPhase phase, TimeSpan pause) => new(phase, NextStep.AwaitNotice, clock.GetUtcNow() + pause);
}
