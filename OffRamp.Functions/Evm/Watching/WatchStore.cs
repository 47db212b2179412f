using System.Runtime.CompilerServices;
using Azure;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// What is known of the chain from one look to the next. It is a memory of what sells were told, never of what is on the chain:
/// that is read anew each time. Two instances may look at once; a write that the other was faster with is given up.
/// </summary>
internal sealed class WatchStore(TableStore store, EvmSettings settings)
{
    private readonly Table index = store.Table(StorageNames.Index);
    private readonly string partition = IndexKeys.Chain(settings.Network);

    /// <summary>Null before the first look.</summary>
    public async Task<WatchCursor?> ReadCursorAsync(CancellationToken cancellation, string whose = WatchRows.Cursor) =>
        await index.GetAsync(partition, whose, cancellation: cancellation) is { } row
            ? new(row.GetInt64("Block")!.Value, row.GetString("Hash")!) { Version = row.ETag }
            : null;

    /// <summary>False where somebody else has moved it meanwhile.</summary>
    public Task<bool> TryMoveAsync(WatchCursor? from, Block to, CancellationToken cancellation, string whose = WatchRows.Cursor)
    {
        var row = new Row(partition, whose).Set("Block", to.Number).Set("Hash", to.Hash);
        return TryAsync(from is null ? TableOperation.Insert(row) : TableOperation.Replace(row, from.Version), cancellation);
    }

    /// <summary>Those that are looked for; one whose time had passed by the last block that was read for good is put aside, and still found by its address.</summary>
    public async Task<IReadOnlyList<WatchedAddress>> ReadWatchedAsync(DateTimeOffset readTo, CancellationToken cancellation)
    {
        var watched = new List<WatchedAddress>();
        await foreach (var row in index.QueryAllAsync(TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(WatchRows.WatchedPrefix), cancellation))
        {
            var address = WatchRows.ReadAddress(row);
            if (address.Until >= readTo)
            {
                watched.Add(address);
                continue;
            }

            await TryAsync([TableOperation.Delete(partition, row.RowKey, ETag.All), TableOperation.Upsert(WatchRows.Write(partition, address, WatchRows.FormerPrefix))], cancellation);
        }

        return watched;
    }

    /// <summary>All that were ever given, each once.</summary>
    public async IAsyncEnumerable<WatchedAddress> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // In this order none is missed that is put aside meanwhile.
        var watched = new HashSet<string>();
        foreach (var prefix in new[] { WatchRows.WatchedPrefix, WatchRows.FormerPrefix })
        {
            await foreach (var row in index.QueryAllAsync(TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(prefix), cancellation))
            {
                var address = WatchRows.ReadAddress(row);
                if (prefix == WatchRows.WatchedPrefix ? watched.Add(address.Address) : !watched.Contains(address.Address))
                {
                    yield return address;
                }
            }
        }
    }

    /// <summary>An address of ours, watched or not any more; null for another's.</summary>
    public async Task<WatchedAddress?> FindAsync(string address, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(partition).And.AnyRowKey(WatchRows.WatchedPrefix + address, WatchRows.FormerPrefix + address);
        await foreach (var row in index.QueryAllAsync(filter, cancellation))
        {
            return WatchRows.ReadAddress(row);
        }

        return null;
    }

    /// <summary>Written before anybody is shown the address. Asked again for the same sell, its birth stays.</summary>
    public Task AddAsync(WatchedAddress address, CancellationToken cancellation) =>
        TryAsync(TableOperation.Insert(WatchRows.Write(partition, address)), cancellation);

    /// <summary>Of what the sells were told, all that may still change.</summary>
    public async Task<IReadOnlyList<ToldTransfer>> ReadOpenAsync(CancellationToken cancellation) => await ReadToldAsync(WatchRows.OpenPrefix, cancellation);

    /// <summary>All that the sell of one address was told.</summary>
    public async Task<IReadOnlyList<ToldTransfer>> ReadToldOfAsync(string address, CancellationToken cancellation) =>
    [
        .. await ReadToldAsync($"{WatchRows.OpenPrefix}{address}|", cancellation),
        .. await ReadToldAsync($"{WatchRows.SettledPrefix}{address}|", cancellation),
    ];

    /// <summary>What was told now; false where somebody else was faster.</summary>
    public Task<bool> TrySaveAsync(ToldTransfer told, CancellationToken cancellation)
    {
        var row = WatchRows.Write(partition, told, isSettled: false);
        return TryAsync(told.Version == default ? TableOperation.Insert(row) : TableOperation.Replace(row, told.Version), cancellation);
    }

    /// <summary>Puts one away that does not change any more; what has come for good is to be swept.</summary>
    public Task SettleAsync(ToldTransfer told, CancellationToken cancellation) => TryAsync(
        [
            TableOperation.Delete(partition, WatchRows.Of(told, isSettled: false), told.Version),
            TableOperation.Upsert(WatchRows.Write(partition, told, isSettled: true)),
            .. told.Status == DepositStatus.Confirmed ? [TableOperation.Upsert(WatchRows.ToSweep(partition, told))] : Array.Empty<TableOperation>(),
        ],
        cancellation);

    /// <summary>What was final after that block is not: it may change again.</summary>
    public async Task<bool> TryReopenAsync(long block, CancellationToken cancellation)
    {
        var isDone = true;
        foreach (var told in (await ReadToldAsync(WatchRows.SettledPrefix, cancellation)).Where(told => told.Log.Block > block))
        {
            isDone &= await TryAsync(
                [TableOperation.Delete(partition, WatchRows.Of(told, isSettled: true), told.Version), TableOperation.Upsert(WatchRows.Write(partition, told, isSettled: false))],
                cancellation);
        }

        return isDone;
    }

    private async Task<List<ToldTransfer>> ReadToldAsync(string prefix, CancellationToken cancellation)
    {
        var told = new List<ToldTransfer>();
        await foreach (var row in index.QueryAllAsync(TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(prefix), cancellation))
        {
            told.Add(WatchRows.ReadTold(row));
        }

        return told;
    }

    private Task<bool> TryAsync(TableOperation operation, CancellationToken cancellation) => TryAsync([operation], cancellation);

    private async Task<bool> TryAsync(IReadOnlyList<TableOperation> operations, CancellationToken cancellation)
    {
        try
        {
            await index.TransactAsync(partition, operations, cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException or StorageNotFoundException)
        {
            return false;
        }
    }
}
