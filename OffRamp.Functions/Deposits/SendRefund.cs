namespace OffRamp.Functions.Deposits;

using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;

/// <summary>
/// Sends the open refund, or asks what became of it. The custodian is asked by the refund's id first, and only a refund
/// that never arrived is sent, so that this may run twice, at once, or after a crash at any line.
/// </summary>
internal sealed class SendRefund(SellStore sells, ICustodian custodian, Advance advance, SellPolicies policies)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
        if (OpenOf(stored) is not { } open)
        {
            return await advance.RunAsync(stored, null, cancellation);
        }

        var known = await custodian.AskRefundAsync(open.Id, cancellation);
        if (known is not RefundNeverArrived || !MayBeSent(stored, open))
        {
            return await advance.RunAsync(stored, known is RefundNeverArrived ? new RefundUnknown(open.Id) : known, cancellation);
        }

        // On record before it is sent, as with a payout.
        var name = Guid.NewGuid().ToString("N");
        await advance.RunAsync(stored, new RefundSending(open.Id, name), cancellation);
        stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
        var outcome = OpenOf(stored) is { } still && still.Id == open.Id && MayBeSent(stored, still)
            ? await SendAsync(stored.Sell, still, name, cancellation)
            : null;
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    private static Refund? OpenOf(StoredSell stored) => stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen);

    /// <summary>An operator who holds the sell holds the money that has not left yet; and a key that the custodian has forgotten protects nothing.</summary>
    private bool MayBeSent(StoredSell stored, Refund refund) =>
        stored.Sell.Phase != SellPhase.OnHold && policies.Now < refund.CreatedAt + PayoutRetry.KeyLifetime;

    private async Task<Outcome> SendAsync(Sell sell, Refund refund, string name, CancellationToken cancellation)
    {
        var outcome = await custodian.SendRefundAsync(refund, sell.Network, cancellation);
        return outcome is not RefundRefused refused
            ? outcome
            : await custodian.AskRefundAsync(refund.Id, cancellation) switch
            {
                RefundNeverArrived => refused with { Try = name },
                var answer => answer,
            };
    }
}
