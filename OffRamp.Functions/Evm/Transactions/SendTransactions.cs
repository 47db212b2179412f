using System.Numerics;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// Moves the transactions of our account on, one step each, and is safe to run twice, at once, or after a crash at any line: a
/// transaction keeps its nonce, signed bytes are stored before they are sent, and what became of it a final block says. One that is not
/// taken up is signed again for a higher fee, under the same nonce; and so is, moving nothing, one that shall not pay any more.
/// </summary>
internal sealed partial class SendTransactions(
    Chain chain, TransactionStore store, EndTransactions ends, Nonces nonces, Signer signer, Fares fares, EvmSettings settings, TimeProvider clock,
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
        if (IsOfAnother(transaction))
        {
            transaction = transaction with { Account = null, Nonce = null };
        }

        if (await ends.ReadResolvedAsync(transaction, cancellation) is { } status)
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
        var others = (await store.ReadOpenAsync(cancellation)).Where(other => other.Id != transaction.Id && other.Account == settings.Account);
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
                await ends.SettleAsync(transaction, receipt, heads, cancellation);
                return;
            }
        }

        if (IsOfAnother(transaction))
        {
            await ends.EndOfAnotherAsync(transaction, cancellation);
            return;
        }

        if (await nonces.IsTakenAsync(transaction, heads, cancellation) is not false and var isTaken)
        {
            await (isTaken is true ? ends.EndDisplacedAsync(transaction, cancellation) : Task.CompletedTask);
            return;
        }

        var last = transaction.Tries[^1];
        if (!transaction.IsWithdrawn && await ends.ReadResolvedAsync(transaction, cancellation) is not null)
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

    private bool IsOfAnother(Transaction transaction) => transaction.Account is { } account && account != settings.Account;

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
}
