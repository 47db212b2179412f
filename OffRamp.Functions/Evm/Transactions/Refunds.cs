using System.Globalization;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// Refunds as transactions. Taken is a refund when its row is written; from then on it is pending until a final block has it, or it can
/// never be in one. It has failed for good only where nothing of it was ever signed, or where a final block says so.
/// </summary>
internal sealed class Refunds(Chain chain, TransactionStore store, SendTransactions send, Assets assets, EvmSettings settings, TimeProvider clock)
{
    public async Task<bool> HasAsync(string refundId, CancellationToken cancellation) => await store.FindAsync(refundId, cancellation) is not null;

    public async Task<Outcome> SendAsync(Refund refund, CancellationToken cancellation)
    {
        if (!assets.TryFind(refund.Amount.Currency, settings.Network, out var asset) || !ChainAddress.TryParse(settings.Network, refund.Address, out var address)
            || !refund.Amount.IsPositive)
        {
            return new RefundUnknown(refund.Id);
        }

        var payment = new Payment(asset.Contract.Normalized, address.Normalized, refund.Amount.Units.ToString(CultureInfo.InvariantCulture));
        await store.TryAddAsync(
            new()
            {
                Id = refund.Id,
                To = payment.Token,
                Data = Abi.Transfer(payment.Recipient, payment.Amount),
                Payment = payment,
                CreatedAt = clock.GetUtcNow(),
            },
            cancellation);
        return await AskAsync(refund.Id, cancellation);
    }

    public async Task<Outcome> AskAsync(string refundId, CancellationToken cancellation)
    {
        if (await store.FindAsync(refundId, cancellation) is not { } transaction)
        {
            return new RefundNeverArrived(refundId);
        }

        if (transaction.Status == TransactionStatus.Open && await chain.ReadHeadsAsync(cancellation) is { } heads)
        {
            await send.MoveAsync(transaction, heads, cancellation);
            transaction = await store.FindAsync(refundId, cancellation) ?? transaction;
        }

        var status = transaction.Status switch
        {
            TransactionStatus.Sent => RefundStatus.Sent,
            TransactionStatus.Failed => RefundStatus.Failed,
            _ => RefundStatus.Pending,
        };
        return new RefundReported(new RefundFact(refundId, status, transaction.TxHash is { } hash ? TxHash.Parse(hash).Value : null));
    }
}
