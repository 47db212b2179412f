using System.Numerics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>Gives transactions their places among those of the account, with the most gas that they may take, and says who has lost theirs.</summary>
internal sealed partial class Nonces(Chain chain, TransactionStore store, EvmSettings settings, ILogger<Nonces> log)
{
    private const long LeastGas = 60_000;
    private const long MostGas = 15_000_000;

    /// <summary>A transfer takes below 100,000, and more only where a layer 2 adds what the data costs. What a node guesses above is not believed.</summary>
    private const long MostGasOfPayment = 1_000_000;

    /// <summary>Gives it the next nonce, where the chain knows of no transaction of the account that the records do not, and the records of all before it.</summary>
    /// <param name="transaction">One that has a nonce keeps it.</param>
    /// <param name="counter">As it was before anything was decided: where it has moved meanwhile, this waits.</param>
    /// <param name="heads">The chain as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Transaction?> ReserveAsync(Transaction transaction, NonceCounter? counter, Heads heads, CancellationToken cancellation)
    {
        if (transaction.Nonce is not null)
        {
            return transaction;
        }

        if (await chain.ReadNonceAsync(settings.Account, heads.Newest.Number, cancellation) is not { } onChain
            || await chain.EstimateGasAsync(settings.Account, transaction.To, transaction.Data, cancellation) is not { } gas)
        {
            return null;
        }

        var next = Math.Max(counter?.Next ?? 0, settings.FirstNonce ?? 0);
        if (onChain > next)
        {
            UnknownTransactions(settings.Network, settings.Account, next, onChain - 1);
            return null;
        }

        // Nothing is taken up after a nonce that nobody uses.
        var waiting = (await store.ReadOpenAsync(cancellation)).Count(open => open.Account == settings.Account && open.Nonce >= onChain && open.Nonce < next);
        if (waiting < next - onChain)
        {
            UnusedNonces(settings.Network, settings.Account, onChain, next);
            return null;
        }

        var most = transaction.Payment is null ? MostGas : MostGasOfPayment;
        return await store.TryReserveAsync(settings.Account, transaction with { Account = settings.Account, Nonce = next, Gas = (long)BigInteger.Min(BigInteger.Max(gas * 3 / 2, LeastGas), most) }, counter, cancellation);
    }

    /// <summary>Whether another has the place of one that was signed and that no block has.</summary>
    /// <returns>
    /// True by a final block only. False: it may still be taken up, and may be sent again. Null: not known, or the nonce is used by a
    /// block that is not final yet.
    /// </returns>
    public async Task<bool?> IsTakenAsync(Transaction transaction, Heads heads, CancellationToken cancellation)
    {
        if (await chain.ReadNonceAsync(settings.Account, heads.Final.Number, cancellation) is { } final)
        {
            return final > transaction.Nonce;
        }

        // The nodes keep no state so far back. What they say of a newer block holds when that block is final.
        var passed = transaction.PassedBy;
        if (passed is not null && passed.Number <= heads.Final.Number && await chain.HasAsync(passed.Number, passed.Hash, cancellation) is not false and var isFinal)
        {
            return isFinal;
        }

        var newest = await chain.ReadNonceAsync(settings.Account, heads.Newest.Number, cancellation);
        if (newest > transaction.Nonce && (passed is null || passed.Number <= heads.Final.Number))
        {
            await store.TrySaveAsync(transaction with { PassedBy = new(heads.Newest.Number, heads.Newest.Hash) }, cancellation);
        }

        return newest <= transaction.Nonce ? false : null;
    }

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: the chain has transactions of our account that are not on record; nothing is sent. Network: {Network}. Account: {Account}. Nonces: {First} to {Last}.")]
    private partial void UnknownTransactions(Network network, string account, long first, long last);

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: nonces of our account are on record that no transaction has, so that none after them would arrive; nothing is sent. Network: {Network}. Account: {Account}. The chain's next: {OnChain}. Ours: {Next}.")]
    private partial void UnusedNonces(Network network, string account, long onChain, long next);
}
