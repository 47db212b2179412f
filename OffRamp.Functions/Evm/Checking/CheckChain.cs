using System.Collections.Concurrent;
using System.Numerics;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>
/// Every night: what the treasury and all addresses that were ever given have, against what the ledgers hold for users. The account that
/// pays refunds is not counted: its float is nobody's deposit, and would hide that one is gone. Less is kept as a shortfall, with the
/// transactions that explain it, until all is there again. What came and nobody was told of becomes its sell's.
/// </summary>
internal sealed partial class CheckChain(
    Chain chain, FinalBalances balances, WatchStore store, ReadAgain readAgain, ReadHistory history, ShortfallStore shortfalls, ReadOutflows outflows, OpenSells index,
    SellStore sells, Assets assets, EvmSettings settings, TimeProvider clock, ILogger<CheckChain> log)
{
    private const int AtOnce = 8;

    /// <summary>So many accounts are counted in one call: few enough for the gas that any node lends to a call.</summary>
    private const int InOneCall = 250;

    private readonly IReadOnlyList<Asset> ours = [.. assets.All.Where(asset => asset.Network == settings.Network)];

    private IReadOnlyList<string> Contracts => [.. ours.Select(asset => asset.Contract.Normalized)];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var isDone = false;
        try
        {
            isDone = await IsCheckedAsync(cancellation);
        }
        finally
        {
            // Also where it took too long, or the storage did not answer.
            if (!isDone)
            {
                NotKnown(settings.Network);
            }
        }
    }

    private async Task<bool> IsCheckedAsync(CancellationToken cancellation)
    {
        // The ledgers first: what they hold by now is in a block that is final by then.
        var held = await ReadHeldAsync(cancellation);
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads || await ReadBalancesAsync(heads, cancellation) is not { } found)
        {
            return false;
        }

        foreach (var asset in ours)
        {
            var (there, owed) = (found.Sums[asset.Contract.Normalized], held.GetValueOrDefault(asset.Currency, Money.Zero(asset.Currency)));
            if (there >= (BigInteger)owed.Units)
            {
                await shortfalls.CloseAsync(asset.Currency, heads.Final.Number, cancellation);
            }
            else
            {
                await KeepAsync(asset, owed, new((Int128)there, asset.Currency), heads, cancellation);
            }
        }

        var isTold = await TellUntoldAsync(found, heads, cancellation);
        if (isTold)
        {
            Checked(heads.Final.Number);
        }

        return isTold;
    }

    /// <summary>
    /// What came to an address is there, or has gone to the treasury since: of the addresses that have something, and of those that paid
    /// the treasury after their time, all is read that came since the night before.
    /// </summary>
    private async Task<bool> TellUntoldAsync(Balances found, Heads heads, CancellationToken cancellation)
    {
        var night = await store.ReadCursorAsync(cancellation, WatchRows.Night);
        var from = night is not null && await chain.HasAsync(night.Block, night.Hash, cancellation) is true ? night.Block + 1 : found.FirstBirth;
        var (swept, readTo) = await history.RunAsync(new(Contracts, [settings.Treasury], from, heads.Final.Number), cancellation);
        var addresses = found.Rich.ToDictionary(address => address.Address);
        foreach (var payer in swept.Select(log => log.From).Distinct())
        {
            if (await store.FindAsync(payer, cancellation) is { } address && address.Until < clock.GetUtcNow())
            {
                addresses[payer] = address;
            }
        }

        if (!await readAgain.RunAsync([.. addresses.Values], from, heads, cancellation) || await chain.ReadBlockAsync(readTo, cancellation) is not { } reached)
        {
            return false;
        }

        await store.TryMoveAsync(night, reached, cancellation, WatchRows.Night);
        return readTo >= heads.Final.Number;
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

    /// <summary>By currency. What goes back to a user is paid by the account, and stays in the treasury.</summary>
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
                held.AddOrUpdate(sell.Asset, holding.Amount, (_, sum) => sum + holding.Amount);
            }
        });
        return held;
    }

    /// <summary>All at one block, in few calls. Null where one balance is not known.</summary>
    private async Task<Balances?> ReadBalancesAsync(Heads heads, CancellationToken cancellation)
    {
        var found = new Balances(heads.Final.Number);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        var isWhole = await AddAsync(found, [settings.Treasury], heads, cancellation) is not null;
        await Parallel.ForEachAsync(store.ReadAllAsync(cancellation).Chunk(InOneCall), options, async (some, token) =>
        {
            if (!isWhole || await AddAsync(found, [.. some.Select(address => address.Address)], heads, token) is not { } rich)
            {
                isWhole = false;
                return;
            }

            found.Add(some, rich);
        });
        return isWhole ? found : null;
    }

    /// <summary>Which of them have any of our tokens; null where that is not known.</summary>
    private async Task<IReadOnlySet<int>?> AddAsync(Balances found, IReadOnlyList<string> accounts, Heads heads, CancellationToken cancellation)
    {
        var rich = new HashSet<int>();
        foreach (var contract in Contracts)
        {
            if (await balances.ReadAsync(contract, accounts, heads, cancellation) is not { } there)
            {
                return null;
            }

            found.Sums.AddOrUpdate(contract, _ => Sum(there), (_, sum) => sum + Sum(there));
            rich.UnionWith(Enumerable.Range(0, accounts.Count).Where(index => !there[index].IsZero));
        }

        return rich;
    }

    private static BigInteger Sum(IEnumerable<BigInteger> units) => units.Aggregate(BigInteger.Zero, (sum, one) => sum + one);

    /// <summary>What was counted.</summary>
    /// <param name="FirstBirth">The first block of any address; that of the count where there is none.</param>
    private sealed record Balances(long FirstBirth)
    {
        public ConcurrentDictionary<string, BigInteger> Sums { get; } = new();

        public ConcurrentBag<WatchedAddress> Rich { get; } = [];

        public long FirstBirth { get; private set; } = FirstBirth;

        public void Add(WatchedAddress[] addresses, IReadOnlySet<int> rich)
        {
            foreach (var index in rich)
            {
                Rich.Add(addresses[index]);
            }

            lock (Sums)
            {
                FirstBirth = Math.Min(FirstBirth, addresses.Min(address => address.Birth));
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The chain was held against the ledgers. Block: {Block}.")]
    private partial void Checked(long block);

    [LoggerMessage(EventId = 957, Level = LogLevel.Error, Message = "ALARM: the chain could not be held against the ledgers: nodes did not say all, or not the same, or it took too long. Network: {Network}.")]
    private partial void NotKnown(Network network);

    [LoggerMessage(EventId = 957, Level = LogLevel.Error, Message = "ALARM: the chain holds less for users than the ledgers. Network: {Network}. Currency: {Currency}. Held: {Held}. There: {There}. Transactions: {Count}.")]
    private partial void HoldsLess(Network network, string currency, string held, string there, int count);
}
