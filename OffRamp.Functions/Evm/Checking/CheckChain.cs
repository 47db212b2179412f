using System.Collections.Concurrent;
using System.Numerics;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>
/// Every night: what treasury, account and all addresses that were ever given have, against what the ledgers hold for users. Less is
/// kept as a shortfall, with the transactions that explain it, until all is there again. An address that has something of which nobody was told, such as one that is not watched any more, is read again from its
/// birth, and its sell is told: that is its case, with the transactions that explain it.
/// </summary>
internal sealed partial class CheckChain(
    Chain chain, WatchStore store, WatchChain watch, ShortfallStore shortfalls, ReadOutflows outflows, OpenSells index, SellStore sells, Assets assets,
    EvmSettings settings, TimeProvider clock, ILogger<CheckChain> log)
{
    private const int AtOnce = 8;

    private readonly IReadOnlyList<Asset> ours = [.. assets.All.Where(asset => asset.Network == settings.Network)];

    public async Task RunAsync(CancellationToken cancellation)
    {
        // The ledgers first: what they hold by now is in a block that is final by then.
        var held = await ReadHeldAsync(cancellation);
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads || await ReadBalancesAsync(heads, cancellation) is not { } found)
        {
            NotKnown();
            return;
        }

        foreach (var asset in ours)
        {
            var (there, owed) = (found.GetValueOrDefault(asset.Contract.Normalized), held.GetValueOrDefault(asset.Currency, Money.Zero(asset.Currency)));
            if (there >= (BigInteger)owed.Units)
            {
                await shortfalls.CloseAsync(asset.Currency, heads.Final.Number, cancellation);
            }
            else
            {
                await KeepAsync(asset, owed, new((Int128)there, asset.Currency), heads, cancellation);
            }
        }

        Checked(heads.Final.Number);
    }

    private async Task KeepAsync(Asset asset, Money held, Money there, Heads heads, CancellationToken cancellation)
    {
        var (wholeAt, before) = await shortfalls.FindAsync(asset.Currency, cancellation);
        var (transactions, isWhole) = await outflows.RunAsync(asset, wholeAt, heads, cancellation);
        var now = clock.GetUtcNow();
        var shortfall = new Shortfall
        {
            Network = settings.Network,
            Held = held,
            There = there,
            Since = before?.Since ?? now,
            LookedAt = now,
            Block = heads.Final.Number,
            Transactions = transactions,
            IsWhole = isWhole,
        };
        await shortfalls.KeepAsync(shortfall, wholeAt, cancellation);
        HoldsLess(settings.Network, $"{asset.Currency}", $"{held}", $"{there}", transactions.Count);
    }

    /// <summary>By currency; what is on its way back has left, or is about to.</summary>
    private async Task<ConcurrentDictionary<Currency, Money>> ReadHeldAsync(CancellationToken cancellation)
    {
        var held = new ConcurrentDictionary<Currency, Money>();
        var met = new HashSet<SellId>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(index.FindAllAsync(cancellation).Where(sell => met.Add(sell.Id)), options, async (found, token) =>
        {
            if (await sells.ReadBookedAsync(found.Id, token) is var (sell, postings) && sell.Network == settings.Network
                && Holding.Of(sell, postings) is { } holding)
            {
                var leaving = Money.Sum(sell.Refunds.Where(refund => refund.IsOpen).Select(refund => refund.Takes), sell.Asset);
                held.AddOrUpdate(sell.Asset, holding.Amount - leaving, (_, sum) => sum + (holding.Amount - leaving));
            }
        });
        return held;
    }

    /// <summary>By contract; null where one balance is not known.</summary>
    private async Task<ConcurrentDictionary<string, BigInteger>?> ReadBalancesAsync(Heads heads, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<string, BigInteger>();
        var isWhole = true;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(store.ReadAllAsync(cancellation), options, async (address, token) =>
        {
            if (await AddAsync(found, address.Address, heads, token) is not { } has)
            {
                isWhole = false;
            }
            else if (has)
            {
                await watch.ReadAgainAsync(address, heads, token);
            }
        });
        foreach (var own in new[] { settings.Treasury, settings.Account }.Distinct())
        {
            isWhole &= await AddAsync(found, own, heads, cancellation) is not null;
        }

        return isWhole ? found : null;
    }

    /// <summary>Whether the account has any of our tokens; null where that is not known.</summary>
    private async Task<bool?> AddAsync(ConcurrentDictionary<string, BigInteger> found, string account, Heads heads, CancellationToken cancellation)
    {
        var has = false;
        foreach (var contract in ours.Select(asset => asset.Contract.Normalized))
        {
            if (await chain.ReadBalanceAsync(contract, account, heads.Final.Number, cancellation) is not { } balance)
            {
                return null;
            }

            found.AddOrUpdate(contract, balance, (_, sum) => sum + balance);
            has |= !balance.IsZero;
        }

        return has;
    }

    [LoggerMessage(LogLevel.Information, "The chain was held against the ledgers. Block: {Block}.")]
    private partial void Checked(long block);

    [LoggerMessage(LogLevel.Warning, "The chain could not be held against the ledgers: not every balance is known. The next night is the next attempt.")]
    private partial void NotKnown();

    [LoggerMessage(EventId = 957, Level = LogLevel.Error, Message = "ALARM: the chain holds less for users than the ledgers. Network: {Network}. Currency: {Currency}. Held: {Held}. There: {There}. Transactions: {Count}.")]
    private partial void HoldsLess(Network network, string currency, string held, string there, int count);
}
