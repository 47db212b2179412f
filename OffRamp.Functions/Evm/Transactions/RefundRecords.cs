using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>What the sells have on record of refunds: there an operator's word of one arrives, and not among the transactions.</summary>
internal interface IRefundRecords
{
    /// <summary>Null where no sell has it.</summary>
    Task<Refund?> FindAsync(string refundId, CancellationToken cancellation);
}

/// <inheritdoc cref="IRefundRecords"/>
internal sealed class RefundRecords(SellStore sells) : IRefundRecords
{
    public async Task<Refund?> FindAsync(string refundId, CancellationToken cancellation) =>
        refundId.Split('_') is ["ref", var id, _] && PrefixedId.TryParse<SellId>($"sell_{id}", out var sell)
            ? (await sells.FindAsync(sell, cancellation))?.Refunds.FirstOrDefault(refund => refund.Id == refundId)
            : null;
}
