using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// Looks at the chain and tells the sells. Everything above the last final block is read anew with every look, so that a reorg needs
/// no rewinding: what is not there any more is dropped, what is new is seen, and what has become final is confirmed. The cursor stands
/// at a final block and moves when all up to there was told. Where less than a majority of the nodes answers, nothing happens.
/// </summary>
internal sealed partial class WatchChain(
    Chain chain, ReadTransfers transfers, WatchStore store, TellSells tell, Assets assets, EvmSettings settings, TimeProvider clock, ILogger<WatchChain> log)
{
    /// <summary>How far back is read again when a block changes that was final: as much as any network has ever taken back, and more.</summary>
    private const long Rewind = 1_000;

    private const int MostRanges = 5;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await chain.ReadHeadsAsync(cancellation) is not { } heads || await FindCursorAsync(heads, cancellation) is not { } cursor)
        {
            return;
        }

        var watched = (await store.ReadWatchedAsync(clock.GetUtcNow(), cancellation)).ToDictionary(address => address.Address);
        if (await ReadAsync([.. watched.Keys], cursor.Block + 1, heads, cancellation) is { } read)
        {
            await TellAsync(read, cursor.Block + 1, watched, heads, cancellation);
            await MoveAsync(cursor, Math.Min(read.ToBlock, heads.Final.Number), cancellation);
        }
    }

    /// <summary>Up to the newest block, or as far as one look may go.</summary>
    private async Task<ReadRange?> ReadAsync(IReadOnlyList<string> addresses, long from, Heads heads, CancellationToken cancellation)
    {
        var all = new ReadRange([], from - 1);
        for (var ranges = 0; ranges < MostRanges && all.ToBlock < heads.Newest.Number; ranges++)
        {
            var to = Math.Min(heads.Newest.Number, all.ToBlock + settings.BlockRange);
            if (await transfers.ReadAsync(addresses, all.ToBlock + 1, to, heads, cancellation) is not { } read)
            {
                return null;
            }

            all = new([.. all.Transfers, .. read.Transfers], read.ToBlock);
            if (read.ToBlock < to)
            {
                break;
            }
        }

        return all;
    }

    /// <summary>Reads all that came to one address for good, and tells its sell what it was not told yet.</summary>
    public async Task ReadAgainAsync(WatchedAddress address, Heads heads, CancellationToken cancellation)
    {
        var told = (await store.ReadToldOfAsync(address.Address, cancellation)).Select(known => known.Key).ToHashSet();
        for (var from = address.Birth; from <= heads.Final.Number;)
        {
            var to = Math.Min(heads.Final.Number, from + settings.BlockRange - 1);
            if (await transfers.ReadAsync([address.Address], from, to, heads, cancellation) is not { } read)
            {
                return;
            }

            foreach (var transfer in read.Transfers.Where(transfer => !transfer.IsOfNothing && !told.Contains(transfer.Key)))
            {
                await HearAsync(null, transfer, address.Sell, heads, cancellation);
            }

            from = read.ToBlock + 1;
        }
    }

    /// <summary>Where the last look ended. The first look of all begins with what is final now: no address is older.</summary>
    private async Task<WatchCursor?> FindCursorAsync(Heads heads, CancellationToken cancellation)
    {
        if (await store.ReadCursorAsync(cancellation) is not { } cursor)
        {
            await store.TryMoveAsync(null, heads.Final, cancellation);
            return await store.ReadCursorAsync(cancellation);
        }

        if (cursor.Block > heads.Newest.Number || await chain.HasAsync(cursor.Block, cursor.Hash, cancellation) is not false)
        {
            return cursor.Block > heads.Newest.Number ? null : cursor;
        }

        FinalBlockChanged(cursor.Block, cursor.Hash, settings.Network);
        var back = await chain.ReadBlockAsync(Math.Max(0, cursor.Block - Rewind), cancellation);
        if (back is null || !await store.TryReopenAsync(back.Number, cancellation) || !await store.TryMoveAsync(cursor, back, cancellation))
        {
            return null;
        }

        return await store.ReadCursorAsync(cancellation);
    }

    private async Task TellAsync(ReadRange read, long from, Dictionary<string, WatchedAddress> watched, Heads heads, CancellationToken cancellation)
    {
        var told = (await store.ReadOpenAsync(cancellation)).ToDictionary(known => known.Key);
        foreach (var transfer in read.Transfers.Where(transfer => !transfer.IsOfNothing))
        {
            var known = told.GetValueOrDefault(transfer.Key);
            told.Remove(transfer.Key);
            await HearAsync(known, transfer, watched[transfer.Log.To].Sell, heads, cancellation);
        }

        foreach (var known in told.Values)
        {
            // Below what was read all is final and has not changed; above it nobody has looked.
            if (known.Log.Block < from && known.Status != DepositStatus.Dropped)
            {
                var isWhole = known.IsWhole ?? await transfers.IsWholeAsync(known.Log, cancellation) ?? await AddsUpAsync(known, heads, cancellation);
                await HearAsync(known, known.Transfer with { IsWhole = isWhole }, known.Sell, heads, cancellation);
            }
            else if (known.Log.Block <= read.ToBlock)
            {
                await LoseAsync(known, heads, cancellation);
            }
        }
    }

    private async Task<bool?> AddsUpAsync(ToldTransfer known, Heads heads, CancellationToken cancellation) =>
        await store.FindAsync(known.Log.To, cancellation) is { } address ? await transfers.AddsUpAsync(address, known.Log.Contract, heads, cancellation) : null;

    /// <summary>It is on the chain: tells what is news of it.</summary>
    private async Task HearAsync(ToldTransfer? known, ChainTransfer transfer, SellId sell, Heads heads, CancellationToken cancellation)
    {
        transfer = transfer.IsWhole is null && known?.Log == transfer.Log ? transfer with { IsWhole = known.IsWhole } : transfer;
        var status = StatusOf(transfer, heads, assets, settings);
        var isNews = known is null || known.Log != transfer.Log || known.Status != status || known.IsWhole != transfer.IsWhole;
        var now = new ToldTransfer(sell, transfer.Log, transfer.Position, transfer.At, transfer.IsWhole, status) { Version = known?.Version ?? default };
        if (isNews)
        {
            if (transfer.IsWhole is false && known?.IsWhole is not false)
            {
                NotWhole(sell.ToString(), transfer.Log.TxHash);
            }

            if (known?.Status != status)
            {
                await tell.RunAsync(now, heads, cancellation);
            }

            await store.TrySaveAsync(now, cancellation);
        }
        else if (status == DepositStatus.Confirmed || (transfer.IsWhole is false && transfer.Log.Block <= heads.Final.Number))
        {
            await store.SettleAsync(known!, cancellation);
        }
    }

    /// <summary>It is not on the chain any more. It may come back in a later block; when its own would be final it is gone for good.</summary>
    private async Task LoseAsync(ToldTransfer known, Heads heads, CancellationToken cancellation)
    {
        if (known.Status != DepositStatus.Dropped)
        {
            var gone = known with { Status = DepositStatus.Dropped };
            await tell.RunAsync(gone, heads, cancellation);
            await store.TrySaveAsync(gone, cancellation);
        }
        else if (known.Log.Block <= heads.Final.Number)
        {
            await store.SettleAsync(known, cancellation);
        }
    }

    /// <summary>
    /// Confirmed is what is final, as deep as the asset wants it for that amount, and has made the account richer by what it says.
    /// </summary>
    public static DepositStatus StatusOf(ChainTransfer transfer, Heads heads, Assets assets, EvmSettings settings)
    {
        var isOurs = assets.TryFind(ChainAddress.Parse(settings.Network, transfer.Log.Contract), out var asset);
        var wanted = !isOurs ? int.MaxValue
            : transfer.Log.Units < (System.Numerics.BigInteger)Int128.MaxValue ? asset!.ConfirmationsFor(new((Int128)transfer.Log.Units, asset.Currency))
            : asset!.Confirmations;
        return transfer.IsWhole is true && transfer.Log.Block <= heads.Final.Number && heads.Confirmations(transfer.Log.Block) >= wanted
            ? DepositStatus.Confirmed
            : DepositStatus.Seen;
    }

    private async Task MoveAsync(WatchCursor cursor, long block, CancellationToken cancellation)
    {
        if (block > cursor.Block && await chain.ReadBlockAsync(block, cancellation) is { } reached)
        {
            await store.TryMoveAsync(cursor, reached, cancellation);
        }
    }

    [LoggerMessage(EventId = 952, Level = LogLevel.Error, Message = "ALARM: a final block of the chain has changed; what came since is read again. Block: {Block}. It was: {Hash}. Network: {Network}.")]
    private partial void FinalBlockChanged(long block, string hash, Network network);

    [LoggerMessage(EventId = 953, Level = LogLevel.Error, Message = "ALARM: a token moved less than it says; the transfer is not counted. Sell: {SellId}. Transaction: {TxHash}.")]
    private partial void NotWhole(string sellId, string txHash);
}
