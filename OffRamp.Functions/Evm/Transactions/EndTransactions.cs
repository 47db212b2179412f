using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>How a transaction ends: by what a final block says of it, by what a person has found out, or not yet.</summary>
internal sealed partial class EndTransactions(
    Chain chain, TransactionStore store, IRefundRecords refunds, EvmSettings settings, ILogger<EndTransactions> log)
{
    /// <summary>The account of before has signed it, and it may still come: what pays nobody is done again, of a payment a person has to find out.</summary>
    public async Task EndOfAnotherAsync(Transaction transaction, CancellationToken cancellation)
    {
        if ((transaction.Payment is null ? TransactionStatus.Failed : await ReadResolvedAsync(transaction, cancellation)) is { } status)
        {
            await store.EndAsync(transaction with { Status = status }, cancellation);
        }
        else
        {
            OfAnother(transaction.Id, transaction.Account!, transaction.Nonce!.Value);
        }
    }

    /// <summary>It never comes any more. What pays nobody has failed, and is done again; of a payment a person has to find out.</summary>
    public async Task EndDisplacedAsync(Transaction transaction, CancellationToken cancellation)
    {
        var resolved = await ReadResolvedAsync(transaction, cancellation);
        if (resolved is null)
        {
            Displaced(transaction.Id, transaction.Nonce!.Value);
        }

        if (resolved is not null || transaction.Payment is null)
        {
            await store.EndAsync(transaction with { Status = resolved ?? TransactionStatus.Failed }, cancellation);
        }
    }

    /// <summary>
    /// How an operator has resolved the refund that it is for, by what he knows of the chain: it must not be paid by this too. Null
    /// where the sell still waits for it, and of what pays nobody.
    /// </summary>
    public async Task<TransactionStatus?> ReadResolvedAsync(Transaction transaction, CancellationToken cancellation) =>
        transaction.Payment is not null && await refunds.FindAsync(transaction.Id, cancellation) is { IsOpen: false } refund
            ? refund.Status == RefundStatus.Sent ? TransactionStatus.Sent : TransactionStatus.Failed
            : null;

    public async Task SettleAsync(Transaction transaction, Receipt receipt, Heads heads, CancellationToken cancellation)
    {
        if (receipt.Block > heads.Final.Number || await chain.HasAsync(receipt.Block, receipt.BlockHash, cancellation) is not true)
        {
            return;
        }

        var isPaid = receipt.Succeeded && (transaction.Payment is not { } payment || IsPaid(payment, transaction.Account ?? settings.Account, receipt));
        if (!isPaid && transaction.IsWithdrawn && await ReadResolvedAsync(transaction, cancellation) is { } resolved)
        {
            await store.EndAsync(transaction with { Status = resolved }, cancellation);
        }
        else if (!receipt.Succeeded)
        {
            await store.EndAsync(transaction with { Status = TransactionStatus.Failed, TxHash = receipt.TxHash }, cancellation);
        }
        else if (!isPaid)
        {
            Differs(transaction.Id, receipt.TxHash);
        }
        else
        {
            if (await IsResolvedOtherwiseAsync(transaction, receipt, cancellation))
            {
                PaidAfterAll(transaction.Id, receipt.TxHash);
            }

            await store.EndAsync(transaction with { Status = TransactionStatus.Sent, TxHash = receipt.TxHash }, cancellation);
        }
    }

    /// <summary>Whether somebody has resolved that it was not paid, or was paid by another transaction than this one.</summary>
    private async Task<bool> IsResolvedOtherwiseAsync(Transaction transaction, Receipt receipt, CancellationToken cancellation) =>
        transaction.Payment is not null && await refunds.FindAsync(transaction.Id, cancellation) is { IsOpen: false } refund
        && (refund.Status != RefundStatus.Sent || refund.TxHash is not { } hash || hash != TxHash.Parse(receipt.TxHash).Value);

    private static bool IsPaid(Payment payment, string account, Receipt receipt) => receipt.Transfers.Any(log =>
        log.Contract == payment.Token && log.From == account && log.To == payment.Recipient && log.Units == payment.Amount);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: the account of before has signed a refund that is in no block; a person has to find out. Refund: {Id}. Account: {Account}. Nonce: {Nonce}.")]
    private partial void OfAnother(string id, string account, long nonce);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: another transaction of our account has taken the place of one on record; a person has to find out. Transaction: {Id}. Nonce: {Nonce}.")]
    private partial void Displaced(string id, long nonce);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: a transaction of ours is final and has paid something else. Transaction: {Id}, {TxHash}.")]
    private partial void Differs(string id, string txHash);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: a refund was paid after somebody had resolved it otherwise; a person has to find out. Refund: {Id}. Transaction: {TxHash}.")]
    private partial void PaidAfterAll(string id, string txHash);
}
