using System.Diagnostics;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// Looks at the chain and tells the sells. Everything above the last final block is read anew with every look, so that a reorg needs
/// no rewinding: what is not there any more is dropped, what is new is seen, and what has become final is confirmed. The cursor stands
/// at a final block and moves when all up to there was told. Nothing is told that less than a majority of the nodes says.
/// </summary>
internal sealed partial class WatchChain(
    Chain chain, ReadTransfers transfers, WatchStore store, TellNews news, AddUp addUp, EvmSettings settings, TimeProvider clock, ILogger<WatchChain> log)
{
    /// <summary>How far back is read again when a block changes that was final: as much as any network has ever taken back, and more.</summary>
    private const long Rewind = 1_000;

    /// <summary>So many ranges of blocks beyond what is not final yet a look goes, where it has something to catch up with.</summary>
    private const int MostRanges = 5;

    /// <summary>And asks so often, where nodes take few blocks at once.</summary>
    private const int MostReads = 100;

    /// <summary>Less than half of what a look has: the rest is for telling what was read. By a real clock, for nodes are slow by that.</summary>
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(40);

    private const int MostAddedUp = 4;

    /// <summary>What became final this long ago is to have been read.</summary>
    private static readonly TimeSpan LateReading = TimeSpan.FromMinutes(15);

    /// <summary>Networks worth selling on are final in minutes.</summary>
    private static readonly TimeSpan LateFinality = TimeSpan.FromHours(2);

    /// <summary>Transactions that nodes have, and of which they do not say the same.</summary>
    private readonly Lasting<string> unread = new(clock);
    private readonly Lasting<Network> behind = new(clock);
    private uint turn;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads)
        {
            return;
        }

        TellOfStanding(heads);
        if (await FindCursorAsync(heads, cancellation) is not var (cursor, readTo))
        {
            return;
        }

        TellOfDelay(cursor, readTo, heads);

        // An address is looked for until all is read that came in its time. What its sell was told of and is not final yet is looked for longer.
        var told = await store.ReadOpenAsync(cancellation);
        var sells = (await store.ReadWatchedAsync(readTo, cancellation)).ToDictionary(address => address.Address, address => address.Sell);
        foreach (var known in told)
        {
            sells.TryAdd(known.Log.To, known.Sell);
        }

        if (await ReadAsync([.. sells.Keys], cursor.Block + 1, heads, cancellation) is { } read)
        {
            await TellAsync(read, cursor.Block + 1, told, sells, heads, cancellation);
            await MoveAsync(cursor, Math.Min(read.WholeTo, heads.Final.Number), heads, cancellation);
            await AddUpAsync([.. told.Where(known => known.IsWhole is null && known.Status != DepositStatus.Dropped && known.Log.Block <= cursor.Block)], heads, cancellation);
        }
    }

    /// <summary>Up to the newest block, or as far as one look may go; null where nothing was read.</summary>
    private async Task<ReadRange?> ReadAsync(IReadOnlyList<string> addresses, long from, Heads heads, CancellationToken cancellation)
    {
        var all = new ReadRange([], from - 1);
        var end = Math.Min(heads.Newest.Number, all.ToBlock + ((long)MostRanges * settings.BlockRange) + (heads.Newest.Number - heads.Final.Number));
        var began = Stopwatch.GetTimestamp();
        for (var reads = 0; reads < MostReads && Stopwatch.GetElapsedTime(began) < MostReading && all.ToBlock < end && !all.IsFlood; reads++)
        {
            var to = Math.Min(end, all.ToBlock + settings.BlockRange);
            if (await transfers.ReadAsync(addresses, all.ToBlock + 1, to, heads, cancellation) is not { } read)
            {
                // What was read before is told, if it is not of a chain that is no more: else nodes that answer so often and no oftener would never be done with.
                return reads == 0 || await chain.HasAsync(heads.Newest.Number, heads.Newest.Hash, cancellation) is false ? null : all;
            }

            all = all.Then(read);
        }

        return all;
    }

    /// <summary>Where the last look ended, and of what time that block is. The first look of all begins with what is final now: no address is older.</summary>
    private async Task<(WatchCursor Cursor, DateTimeOffset ReadTo)?> FindCursorAsync(Heads heads, CancellationToken cancellation)
    {
        if (await store.ReadCursorAsync(cancellation) is not { } cursor)
        {
            await store.TryMoveAsync(null, heads.Final, cancellation);
            return null;
        }

        if (cursor.Block > heads.Newest.Number || await chain.ReadBlockAsync(cursor.Block, cancellation) is not { } block)
        {
            return null;
        }

        if (block.Hash != cursor.Hash)
        {
            FinalBlockChanged(cursor.Block, cursor.Hash, settings.Network);
            if (await chain.ReadBlockAsync(Math.Max(0, cursor.Block - Rewind), cancellation) is { } back && await store.TryReopenAsync(back.Number, cancellation))
            {
                await store.TryMoveAsync(cursor, back, cancellation);
            }

            return null;
        }

        return (cursor, block.At);
    }

    private async Task TellAsync(
        ReadRange read, long from, IReadOnlyList<ToldTransfer> open, Dictionary<string, SellId> sells, Heads heads, CancellationToken cancellation)
    {
        var told = open.ToDictionary(known => known.Key);
        foreach (var transfer in read.Transfers.Where(transfer => !transfer.IsOfNothing))
        {
            var known = told.GetValueOrDefault(transfer.Key);
            told.Remove(transfer.Key);
            await news.HearAsync(known, transfer, sells[transfer.Log.To], heads, cancellation);
        }

        TellOfUnread(read.Unread);
        foreach (var known in told.Values.Where(known => !read.Unread.Any(log => (log.To, log.TxHash) == (known.Log.To, known.Log.TxHash))))
        {
            // Below what was read all is final and has not changed; above it nobody has looked.
            if (known.Log.Block < from && known.Status != DepositStatus.Dropped)
            {
                await news.HearAsync(known, known.Transfer, known.Sell, heads, cancellation);
            }
            else if (known.Log.Block <= read.ToBlock)
            {
                await news.LoseAsync(known, heads, cancellation);
            }
        }
    }

    private void TellOfStanding(Heads heads)
    {
        if (heads.AreOld(clock.GetUtcNow()))
        {
            Stands(settings.Network, heads.Newest.Number);
        }
        else if (clock.GetUtcNow() - heads.Final.At >= LateFinality)
        {
            NotFinal(settings.Network, heads.Final.Number, heads.Newest.Number);
        }
    }

    /// <summary>What is final is read for good with the next look: where much is not, for long, transfers are seen late.</summary>
    private void TellOfDelay(WatchCursor cursor, DateTimeOffset readTo, Heads heads)
    {
        if (behind.Lasts(settings.Network, heads.Final.At - readTo >= LateReading))
        {
            Behind(settings.Network, cursor.Block, heads.Final.Number);
        }
    }

    /// <summary>The cursor waits for them, and nobody else does. They are few: one look reads few ranges.</summary>
    private void TellOfUnread(IReadOnlyList<TransferLog> logs)
    {
        foreach (var hash in unread.WhichLast(logs.Select(log => log.TxHash).ToHashSet()))
        {
            NotRead(settings.Network, hash);
        }
    }

    /// <summary>Of some that are final, and of which it is not known whether they made their address richer: after all else, for it takes its time.</summary>
    private async Task AddUpAsync(ToldTransfer[] unknown, Heads heads, CancellationToken cancellation)
    {
        for (var done = 0; done < Math.Min(unknown.Length, MostAddedUp); done++, turn++)
        {
            var known = unknown[turn % unknown.Length];
            var isWhole = await transfers.IsWholeAsync(known.Log, heads, cancellation)
                ?? (await store.FindAsync(known.Log.To, cancellation) is { } address ? await addUp.RunAsync(address, known.Log.Contract, heads, cancellation) : null);
            if (isWhole is not null)
            {
                await news.HearAsync(known, known.Transfer with { IsWhole = isWhole }, known.Sell, heads, cancellation);
            }
        }
    }

    /// <summary>The block's hash is asked for now: it is of what was read, if the final block is still what it was.</summary>
    private async Task MoveAsync(WatchCursor cursor, long block, Heads heads, CancellationToken cancellation)
    {
        if (block > cursor.Block && await chain.ReadBlockAsync(block, cancellation) is { } reached
            && await chain.HasAsync(heads.Final.Number, heads.Final.Hash, cancellation) is true)
        {
            await store.TryMoveAsync(cursor, reached, cancellation);
        }
    }

    [LoggerMessage(EventId = 952, Level = LogLevel.Error, Message = "ALARM: a final block of the chain has changed; what came since is read again. Block: {Block}. It was: {Hash}. Network: {Network}.")]
    private partial void FinalBlockChanged(long block, string hash, Network network);

    [LoggerMessage(EventId = 958, Level = LogLevel.Error, Message = "ALARM: nodes do not agree on a transaction that pays an address of ours, or on what it moved; it is not counted. Network: {Network}. Transaction: {TxHash}.")]
    private partial void NotRead(Network network, string txHash);

    [LoggerMessage(EventId = 958, Level = LogLevel.Error, Message = "ALARM: the newest block of more than half of the nodes is 15 minutes old; deposits are not seen, no address is given, and no sell expires. Network: {Network}. Block: {Block}.")]
    private partial void Stands(Network network, long block);

    [LoggerMessage(EventId = 958, Level = LogLevel.Error, Message = "ALARM: no block has become final that is less than two hours old, though newer ones come; deposits wait. Network: {Network}. Final: {Final}. Newest: {Newest}.")]
    private partial void NotFinal(Network network, long final, long newest);

    [LoggerMessage(EventId = 958, Level = LogLevel.Error, Message = "ALARM: the chain is read late, for 15 minutes; transfers are seen late. Network: {Network}. Read up to block: {Block}. Final: {Final}.")]
    private partial void Behind(Network network, long block, long final);
}
