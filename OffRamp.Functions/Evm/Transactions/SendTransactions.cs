using System.Numerics;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// Moves the transactions of our account on, one step each, and is safe to run twice, at once, or after a crash at any line: a
/// transaction keeps its nonce, signed bytes are stored before they are sent, and what became of it a final block says. One that is not
/// taken up is signed again for a higher fee, under the same nonce; and so is, moving nothing, one that shall not pay any more.
/// </summary>
internal sealed partial class SendTransactions(
    Chain chain, TransactionStore store, IRefundRecords refunds, Nonces nonces, Signer signer, Fares fares, EvmSettings settings, TimeProvider clock,
    ILogger<SendTransactions> log)
{
    /// <summary>A transaction that no block has taken up for so long is replaced.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var open = await store.ReadOpenAsync(cancellation);
        if (open.Count > 0 && await chain.ReadHeadsAsync(cancellation) is { } heads)
        {
            foreach (var transaction in open)
            {
                await MoveAsync(transaction, heads, cancellation);
            }
        }
    }

    public Task MoveAsync(Transaction transaction, Heads heads, CancellationToken cancellation) =>
        transaction.Tries.Count == 0 ? BeginAsync(transaction, heads, cancellation) : FollowAsync(transaction, heads, cancellation);

    /// <summary>Nothing of it was ever signed.</summary>
    private async Task BeginAsync(Transaction transaction, Heads heads, CancellationToken cancellation)
    {
        if (await ReadResolvedAsync(transaction, cancellation) is { } status)
        {
            if (transaction.Nonce is null)
            {
                await store.EndAsync(transaction with { Status = status }, cancellation);
                return;
            }

            // Those after it wait for its nonce, which one that moves nothing uses up.
            transaction = Withdraw(transaction);
        }

        // Before what is promised is summed up: whoever promises something meanwhile moves it, and this one waits.
        var counter = await store.ReadCounterAsync(settings.Account, cancellation);

        // One that has a nonce goes, come what may: those after it wait for it.
        var isPossible = transaction.Nonce is not null ? true : await IsPossibleAsync(transaction, heads, cancellation);
        if (isPossible is false)
        {
            await store.EndAsync(transaction with { Status = TransactionStatus.Failed }, cancellation);
            return;
        }

        if (isPossible is not true || await fares.FindAsync(heads, null, cancellation) is not { } fees
            || await nonces.ReserveAsync(transaction, counter, heads, cancellation) is not { } reserved)
        {
            return;
        }

        await SignAndSendAsync(reserved, fees, cancellation);
    }

    /// <summary>
    /// Whether it would do what it is for. False only where the recipient alone is the reason that it would not: to somebody else the
    /// same would go. Null: not now.
    /// </summary>
    private async Task<bool?> IsPossibleAsync(Transaction transaction, Heads heads, CancellationToken cancellation)
    {
        var block = heads.Newest.Number;
        if (transaction.Payment is not { } payment)
        {
            return await chain.WouldSucceedAsync(settings.Account, transaction.To, transaction.Data, block, cancellation) is true ? true : null;
        }

        // What is under way is counted also where a block has it already: then it waits a little, and never pays what is not there.
        var others = (await store.ReadOpenAsync(cancellation)).Where(other => other.Id != transaction.Id && other.Nonce is not null);
        var promised = others.Where(other => other.Payment?.Token == payment.Token).Aggregate(BigInteger.Zero, (sum, other) => sum + other.Payment!.Amount);
        if (await chain.ReadBalanceAsync(payment.Token, settings.Account, block, cancellation) is not { } balance)
        {
            return null;
        }

        if (balance - promised < payment.Amount)
        {
            TooLittle(settings.Network, settings.Account, transaction.Id);
            return null;
        }

        return await chain.WouldSucceedAsync(settings.Account, transaction.To, transaction.Data, block, cancellation) switch
        {
            true => true,
            false when await chain.WouldSucceedAsync(settings.Account, payment.Token, Abi.Transfer(settings.Account, payment.Amount), block, cancellation) is true => false,
            _ => null,
        };
    }

    /// <summary>It was signed, so it may be anywhere: what a final block says of any of its versions is how it ended.</summary>
    private async Task FollowAsync(Transaction transaction, Heads heads, CancellationToken cancellation)
    {
        foreach (var version in transaction.Tries.Reverse())
        {
            if (await chain.ReadReceiptAsync(version.Hash, cancellation) is not { } receipt)
            {
                return;
            }

            if (receipt != Receipt.None)
            {
                await SettleAsync(transaction, receipt, heads, cancellation);
                return;
            }
        }

        if (await chain.ReadNonceAsync(settings.Account, heads.Final.Number, cancellation) is not { } nonce)
        {
            return;
        }

        if (nonce > transaction.Nonce)
        {
            await EndDisplacedAsync(transaction, cancellation);
            return;
        }

        var last = transaction.Tries[^1];
        if (!transaction.IsWithdrawn && await ReadResolvedAsync(transaction, cancellation) is not null)
        {
            // Where it may not cost more it costs what it may: a node that has forgotten the payment takes it. Above the limit it waits.
            if ((await fares.FindAsync(heads, last, cancellation) ?? await fares.FindAsync(heads, null, cancellation)) is { } fees)
            {
                await SignAndSendAsync(Withdraw(transaction), fees, cancellation);
            }
        }
        else if (clock.GetUtcNow() >= last.At + Patience && await fares.FindAsync(heads, last, cancellation) is { } higher)
        {
            await SignAndSendAsync(transaction, higher, cancellation);
        }
        else
        {
            await chain.SendAsync(last.Raw, cancellation);
        }
    }

    private Transaction Withdraw(Transaction transaction) =>
        transaction with { IsWithdrawn = true, Data = Abi.Transfer(settings.Account, BigInteger.Zero) };

    /// <summary>It never comes any more. What pays nobody has failed, and is done again; of a payment a person has to find out.</summary>
    private async Task EndDisplacedAsync(Transaction transaction, CancellationToken cancellation)
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
    private async Task<TransactionStatus?> ReadResolvedAsync(Transaction transaction, CancellationToken cancellation) =>
        transaction.Payment is not null && await refunds.FindAsync(transaction.Id, cancellation) is { IsOpen: false } refund
            ? refund.Status == RefundStatus.Sent ? TransactionStatus.Sent : TransactionStatus.Failed
            : null;

    private async Task SettleAsync(Transaction transaction, Receipt receipt, Heads heads, CancellationToken cancellation)
    {
        if (receipt.Block > heads.Final.Number || await chain.HasAsync(receipt.Block, receipt.BlockHash, cancellation) is not true)
        {
            return;
        }

        var isPaid = receipt.Succeeded && (transaction.Payment is not { } payment || IsPaid(payment, receipt));
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

    private bool IsPaid(Payment payment, Receipt receipt) => receipt.Transfers.Any(log =>
        log.Contract == payment.Token && log.From == settings.Account && log.To == payment.Recipient && log.Units == payment.Amount);

    /// <summary>What could not be stored is not sent: another instance has signed, and sends.</summary>
    private async Task SignAndSendAsync(Transaction transaction, Fees fees, CancellationToken cancellation)
    {
        if (await signer.SignAsync(transaction, fees, clock.GetUtcNow(), cancellation) is { } signed
            && await store.TrySaveAsync(transaction with { Tries = [.. transaction.Tries, signed] }, cancellation) is not null)
        {
            await chain.SendAsync(signed.Raw, cancellation);
        }
    }

    [LoggerMessage(EventId = 955, Level = LogLevel.Error, Message = "ALARM: the account that pays refunds has too little of a token; the refund waits. Network: {Network}. Account: {Account}. Refund: {Id}.")]
    private partial void TooLittle(Network network, string account, string id);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: another transaction of our account has taken the place of one on record; a person has to find out. Transaction: {Id}. Nonce: {Nonce}.")]
    private partial void Displaced(string id, long nonce);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: a transaction of ours is final and has paid something else. Transaction: {Id}, {TxHash}.")]
    private partial void Differs(string id, string txHash);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: a refund was paid after somebody had resolved it otherwise; a person has to find out. Refund: {Id}. Transaction: {TxHash}.")]
    private partial void PaidAfterAll(string id, string txHash);
}
