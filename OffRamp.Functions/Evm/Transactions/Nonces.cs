using System.Numerics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>Gives transactions their places among those of the account, with the most gas that they may take.</summary>
internal sealed partial class Nonces(Chain chain, TransactionStore store, EvmSettings settings, ILogger<Nonces> log)
{
    private const long LeastGas = 60_000;
    private const long MostGas = 15_000_000;

    /// <summary>A transfer takes below 100,000, and more only where a layer 2 adds what the data costs. What a node guesses above is not believed.</summary>
    private const long MostGasOfPayment = 1_000_000;

    /// <summary>Gives it the next nonce, where the chain knows of no transaction of the account that the records do not.</summary>
    public async Task<Transaction?> ReserveAsync(Transaction transaction, Heads heads, CancellationToken cancellation)
    {
        if (transaction.Nonce is not null)
        {
            return transaction;
        }

        var counter = await store.ReadCounterAsync(cancellation);
        if (await chain.ReadNonceAsync(settings.Account, heads.Newest.Number, cancellation) is not { } onChain
            || await chain.EstimateGasAsync(settings.Account, transaction.To, transaction.Data, cancellation) is not { } gas)
        {
            return null;
        }

        var next = Math.Max(counter?.Next ?? onChain, settings.FirstNonce ?? 0);
        if (onChain > next)
        {
            UnknownTransactions(settings.Network, settings.Account, next, onChain - 1);
            return null;
        }

        var most = transaction.Payment is null ? MostGas : MostGasOfPayment;
        return await store.TryReserveAsync(transaction with { Nonce = next, Gas = (long)BigInteger.Min(BigInteger.Max(gas * 3 / 2, LeastGas), most) }, counter, cancellation);
    }

    [LoggerMessage(EventId = 954, Level = LogLevel.Error, Message = "ALARM: the chain has transactions of our account that are not on record; nothing is sent. Network: {Network}. Account: {Account}. Nonces: {First} to {Last}.")]
    private partial void UnknownTransactions(Network network, string account, long first, long last);
}
