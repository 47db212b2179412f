namespace OffRamp.Functions.Deposits;

using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

/// <summary>
/// Sends the open refund, or asks what became of it. The custodian is asked by the refund's id first, and only a refund
/// that never arrived is sent, so that this may run twice, at once, or after a crash at any line.
/// </summary>
internal sealed class SendRefund(SellStore sells, ICustodian custodian, Advance advance)
{
    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var stored = await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
        var outcome = stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen) is { } open
            ? await SendAsync(stored.Sell, open, cancellation)
            : null;
        return await advance.RunAsync(stored, outcome, cancellation);
    }

    private async Task<Outcome> SendAsync(Sell sell, Refund refund, CancellationToken cancellation) =>
        await custodian.AskRefundAsync(refund.Id, cancellation) switch
        {
            // An operator who holds the sell holds the money that has not left yet.
            RefundNeverArrived when sell.Phase == SellPhase.OnHold => new RefundUnknown(refund.Id),
            RefundNeverArrived => await custodian.SendRefundAsync(refund, sell.Network, cancellation),
            var answer => answer,
        };
}
