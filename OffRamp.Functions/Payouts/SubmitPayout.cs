namespace OffRamp.Functions.Payouts;

using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

/// <summary>
/// Pushes the fiat to the card. The attempt is on record before; its id is the provider's idempotency key, and the
/// provider is asked by it first, so that this may run twice, at once, or after a crash at any line.
/// </summary>
internal sealed class SubmitPayout(SellStore sells, IPayoutProvider provider, Advance advance)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadRecentAsync(id, cancellation) ?? throw new SellMissingException(id);

        // An operator who holds the sell meanwhile holds the money too.
        var outcome = stored.Sell is { Phase: not SellPhase.OnHold, LastPayout: { Status: PayoutStatus.Submitting } payout }
            ? await SubmitAsync(payout, cancellation)
            : null;
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    private async Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation) =>
        await provider.AskAsync(payout.Id, cancellation) switch
        {
            PayoutReported reported => reported,
            PayoutNeverArrived => await SendAsync(payout, cancellation),
            _ => new PayoutUnknown(payout.Id),
        };

    /// <summary>A refusal counts only if the provider still knows of no such payout: an earlier try may have been accepted unheard.</summary>
    private async Task<Outcome> SendAsync(Payout payout, CancellationToken cancellation)
    {
        var outcome = await provider.SubmitAsync(payout, cancellation);
        return outcome is not PayoutRefused
            ? outcome
            : await provider.AskAsync(payout.Id, cancellation) switch
            {
                PayoutNeverArrived => outcome,
                PayoutReported reported => reported,
                _ => new PayoutUnknown(payout.Id),
            };
    }
}
