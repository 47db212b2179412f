using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Payouts;

/// <summary>
/// Pushes the fiat to the card. The attempt is on record before; its id is the provider's idempotency key, and the
/// provider is asked by it first, so that this may run twice, at once, or after a crash at any line.
/// </summary>
internal sealed class SubmitPayout(SellStore sells, IPayoutProvider provider, Advance advance, SellPolicies policies, IMoneyFreeze freeze)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadRecentAsync(id, cancellation) ?? throw new SellMissingException(id);
        if (ToSend(stored) is not { } payout)
        {
            return await advance.RunAsync(stored, null, cancellation);
        }

        var known = await provider.AskAsync(payout.Id, cancellation);
        if (known is not PayoutNeverArrived || !payout.MayBeSent(policies.Now) || !stored.Sell.Covers(payout))
        {
            return await advance.RunAsync(stored, known is PayoutReported ? known : new PayoutUnknown(payout.Id), cancellation);
        }

        if (await freeze.FindAsync(stored.Sell, cancellation) is { } frozen)
        {
            return frozen;
        }

        // On record before it is sent: after a crash nobody takes the answer to a second try for the answer to the first.
        var name = Guid.NewGuid().ToString("N");
        await advance.RunAsync(stored, new PayoutSending(payout.Id, name), cancellation);
        stored = await TakeInAsync(id, cancellation);
        var outcome = ToSend(stored) is { } still && still.Id == payout.Id && stored.Sell.Covers(still)
            ? await SendAsync(still, name, cancellation)
            : new PayoutNotSent(payout.Id, name);
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    /// <summary>What arrived meanwhile is heard before anything is sent: that the deposit is gone, or that an operator holds it.</summary>
    private async Task<StoredSell> TakeInAsync(SellId id, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
            if (stored.Inbox.Count == 0)
            {
                return stored;
            }

            await advance.RunAsync(stored, null, cancellation);
        }
    }

    /// <summary>An operator who holds the sell meanwhile holds the money too.</summary>
    private static Payout? ToSend(StoredSell stored) =>
        stored.Sell is { Phase: not SellPhase.OnHold, LastPayout: { Status: PayoutStatus.Submitting } payout } ? payout : null;

    /// <summary>A refusal counts only if the provider still knows of no such payout: an earlier try may have been accepted unheard.</summary>
    private async Task<Outcome> SendAsync(Payout payout, string name, CancellationToken cancellation)
    {
        var outcome = await provider.SubmitAsync(payout, cancellation);
        return outcome is not PayoutRefused refused
            ? outcome
            : await provider.AskAsync(payout.Id, cancellation) switch
            {
                PayoutNeverArrived => refused with { Try = name },
                PayoutReported reported => reported,
                _ => new PayoutUnknown(payout.Id),
            };
    }
}
