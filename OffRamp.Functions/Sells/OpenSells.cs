namespace OffRamp.Functions.Sells;

using System.Runtime.CompilerServices;
using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

/// <summary>An open sell and when it promised to look again at the latest; <c>Rounds</c> counts how often it was found late.</summary>
internal sealed record OpenSell(SellId Id, DateTimeOffset WakeAt, int Rounds, ETag ETag);

/// <summary>A sell of which the night has to see whether its ledger closes.</summary>
internal sealed record IndexedSell(SellId Id, bool HasEnded);

/// <summary>
/// The index of sells that are not done: what <see cref="ReviveSells"/> goes through. A row may name an earlier time
/// than the sell's own promise, never a later one, so that most changes need not touch it.
/// </summary>
internal sealed class OpenSells(TableStore store)
{
    private readonly Table table = store.Table(StorageNames.Index);

    /// <summary>The sell is open and will look again by then.</summary>
    public Task PromiseAsync(SellId sell, DateTimeOffset wakeAt, CancellationToken cancellation) =>
        table.UpsertAsync(
            new Row(IndexKeys.Open(sell), IndexKeys.SellRow(sell)).Set("WakeAt", wakeAt).Set("Rounds", 0),
            cancellation);

    /// <summary>Found late once more; nothing happens if it moved meanwhile.</summary>
    public async Task CountRoundAsync(OpenSell found, CancellationToken cancellation)
    {
        try
        {
            var row = new Row(IndexKeys.Open(found.Id), IndexKeys.SellRow(found.Id)).Set("Rounds", found.Rounds + 1);
            await table.MergeAsync(row, found.ETag, cancellation);
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageNotFoundException)
        {
            // It moved.
        }
    }

    public Task CloseAsync(SellId sell, CancellationToken cancellation) => DeleteAsync(IndexKeys.Open(sell), sell, cancellation);

    /// <summary>At rest, it leaves the open ones; the night looks at its ledger once more.</summary>
    public async Task EndAsync(SellId sell, CancellationToken cancellation)
    {
        await table.UpsertAsync(new Row(IndexKeys.Ended, IndexKeys.SellRow(sell)), cancellation);
        await CloseAsync(sell, cancellation);
    }

    /// <summary>Every sell that is open, or has ended and was not forgotten yet.</summary>
    public async IAsyncEnumerable<IndexedSell> FindAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        TableFilter[] lists = [TableFilter.PartitionEquals(IndexKeys.Ended), TableFilter.PartitionStartsWith(IndexKeys.OpenPrefix)];
        foreach (var list in lists)
        {
            await foreach (var row in table.QueryAllAsync(list, cancellation))
            {
                if (PrefixedId.TryParse<SellId>(SellId.Prefix + row.RowKey, out var id))
                {
                    yield return new IndexedSell(id, row.PartitionKey == IndexKeys.Ended);
                }
            }
        }
    }

    /// <summary>Its ledger is closed: one that has ended need not be looked at again.</summary>
    public Task ForgetAsync(IndexedSell sell, CancellationToken cancellation) =>
        sell.HasEnded ? DeleteAsync(IndexKeys.Ended, sell.Id, cancellation) : Task.CompletedTask;

    /// <summary>Every row whose promise is older than that, of all shards, in one query.</summary>
    public async IAsyncEnumerable<OpenSell> FindLateAsync(
        DateTimeOffset promisedBefore, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionStartsWith(IndexKeys.OpenPrefix).And.InstantAtMost("WakeAt", promisedBefore);
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (PrefixedId.TryParse<SellId>(SellId.Prefix + row.RowKey, out var id))
            {
                yield return new OpenSell(id, row.GetDateTimeOffset("WakeAt")!.Value, (int)(row.GetInt64("Rounds") ?? 0), row.ETag);
            }
        }
    }

    private async Task DeleteAsync(string partition, SellId sell, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteAsync(partition, IndexKeys.SellRow(sell), ETag.All, cancellation);
        }
        catch (StorageNotFoundException)
        {
            // Gone before.
        }
    }
}
