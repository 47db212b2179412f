using System.Runtime.CompilerServices;
using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Store;

/// <summary>An open sell that is to be visited. <c>Rounds</c> counts how often it was found late.</summary>
/// <param name="Id">The sell.</param>
/// <param name="WakeAt">When it was to be visited at the latest.</param>
/// <param name="VisitAt">When somebody asked for a visit, because something was stored for it; null where nobody did.</param>
/// <param name="Rounds">How often it was found late since it last moved.</param>
/// <param name="ETag">The row's state.</param>
internal sealed record OpenSell(SellId Id, DateTimeOffset WakeAt, DateTimeOffset? VisitAt, int Rounds, ETag ETag)
{
    /// <summary>Until when a look that found nothing to write waits, and the commit that it found.</summary>
    public (DateTimeOffset Until, string CommitId)? Kept { get; init; }

    /// <summary>By when the sell's orchestration has to move it again.</summary>
    public DateTimeOffset PromiseOf(Sell sell) => Kept is { } kept && kept.CommitId == sell.CommitId && kept.Until > sell.WakeAt ? kept.Until : sell.WakeAt;
}

/// <summary>A sell of which the night has to see whether its ledger closes, or what it holds.</summary>
/// <param name="Id">The sell.</param>
/// <param name="HasEnded">Whether it is not among the open ones.</param>
/// <param name="ETag">The row's state.</param>
/// <param name="Holding">What it holds since its end, where its ledger was found closed; null where it is to be looked at.</param>
internal sealed record IndexedSell(SellId Id, bool HasEnded, ETag ETag, Holding? Holding);

/// <summary>
/// The index of sells that are not done: what <see cref="ReviveSells"/> goes through. A row names a time at or before the
/// sell's own promise and its next look, so that most changes need not touch it. Only a visitor moves it to a later one.
/// </summary>
internal sealed class OpenSells(TableStore store)
{
    /// <summary>The two times of a row: by when the sell is to be visited anyway, and when somebody asked for it.</summary>
    public const string WakeAt = "WakeAt";
    public const string VisitAt = "VisitAt";

    private const string RoundCount = "Rounds";
    private const string KeptUntil = "KeptUntil";
    private const string KeptFor = "KeptFor";
    private const string HeldAmount = "HeldAmount";
    private const string HeldAsset = "HeldAsset";
    private const string HeldSince = "HeldSince";

    private readonly Table table = store.Table(StorageNames.Index);

    /// <summary>The sell is open and is to be visited by then; a visit that was asked for stays asked for.</summary>
    public Task PromiseAsync(SellId sell, DateTimeOffset wakeAt, CancellationToken cancellation) =>
        table.UpsertMergeAsync(RowOf(sell).Set(WakeAt, wakeAt).Set(RoundCount, 0), cancellation);

    /// <summary>Something is stored for the sell, and whoever was told of it may not have heard: the next visit sees to it.</summary>
    public Task AskForVisitAsync(SellId sell, DateTimeOffset now, CancellationToken cancellation) =>
        table.UpsertMergeAsync(RowOf(sell).Set(VisitAt, now), cancellation);

    /// <summary>A look found the record as that commit left it, and waits until then.</summary>
    public Task KeepAsync(SellId sell, DateTimeOffset until, string commitId, CancellationToken cancellation) =>
        table.UpsertMergeAsync(RowOf(sell).Set(KeptUntil, until).Set(KeptFor, commitId), cancellation);

    /// <summary>Visited, and nothing was to be done; nothing happens if somebody else wrote meanwhile.</summary>
    public async Task MoveAsync(OpenSell found, DateTimeOffset wakeAt, CancellationToken cancellation)
    {
        var row = RowOf(found.Id).Set(WakeAt, wakeAt).Set(RoundCount, 0);
        if (found.Kept is { } kept)
        {
            row.Set(KeptUntil, kept.Until).Set(KeptFor, kept.CommitId);
        }

        await UnlessMovedAsync(table.ReplaceAsync(row, found.ETag, cancellation));
    }

    /// <summary>Found late once more; nothing happens if it moved meanwhile.</summary>
    public Task CountRoundAsync(OpenSell found, CancellationToken cancellation) =>
        UnlessMovedAsync(table.MergeAsync(RowOf(found.Id).Set(RoundCount, found.Rounds + 1), found.ETag, cancellation));

    /// <summary>It never came to be; nothing happens if it did meanwhile.</summary>
    public Task CloseAsync(OpenSell found, CancellationToken cancellation) =>
        UnlessMovedAsync(table.DeleteAsync(IndexKeys.Open(found.Id), IndexKeys.SellRow(found.Id), found.ETag, cancellation));

    /// <summary>At rest, it leaves the open ones; the night looks at its ledger once more.</summary>
    public async Task EndAsync(OpenSell found, CancellationToken cancellation)
    {
        await table.UpsertAsync(new Row(IndexKeys.Ended, IndexKeys.SellRow(found.Id)), cancellation);
        await CloseAsync(found, cancellation);
    }

    /// <summary>Every sell that is open, or has ended and was not looked at yet, or holds something.</summary>
    public async IAsyncEnumerable<IndexedSell> FindAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        TableFilter[] lists = [TableFilter.PartitionEquals(IndexKeys.Ended), TableFilter.PartitionStartsWith(IndexKeys.OpenPrefix)];
        foreach (var list in lists)
        {
            await foreach (var row in table.QueryAllAsync(list, cancellation))
            {
                if (PrefixedId.TryParse<SellId>(SellId.Prefix + row.RowKey, out var id))
                {
                    yield return new IndexedSell(id, row.PartitionKey == IndexKeys.Ended, row.ETag, ReadHolding(row));
                }
            }
        }
    }

    /// <summary>
    /// Its ledger is closed: one that has ended need not be looked at again, unless it goes on and ends once more. What it
    /// still holds is kept, so that every night counts it.
    /// </summary>
    public Task LedgerClosedAsync(IndexedSell sell, Holding? holding, CancellationToken cancellation) =>
        !sell.HasEnded ? Task.CompletedTask
        : UnlessMovedAsync(holding is null
            ? table.DeleteAsync(IndexKeys.Ended, IndexKeys.SellRow(sell.Id), sell.ETag, cancellation)
            : table.ReplaceAsync(Write(sell.Id, holding), sell.ETag, cancellation));

    /// <summary>Every sell that was to be visited by then, of all shards, in one query.</summary>
    public async IAsyncEnumerable<OpenSell> FindDueAsync(DateTimeOffset by, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionStartsWith(IndexKeys.OpenPrefix).And.EitherInstantAtMost(WakeAt, VisitAt, by);
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (PrefixedId.TryParse<SellId>(SellId.Prefix + row.RowKey, out var id))
            {
                yield return Read(id, row);
            }
        }
    }

    private static OpenSell Read(SellId id, Row row)
    {
        var visit = row.GetDateTimeOffset(VisitAt);
        return new OpenSell(id, row.GetDateTimeOffset(WakeAt) ?? visit!.Value, visit, (int)(row.GetInt64(RoundCount) ?? 0), row.ETag)
        {
            Kept = row.GetDateTimeOffset(KeptUntil) is { } until && row.GetString(KeptFor) is { } commitId ? (until, commitId) : null,
        };
    }

    private static Row Write(SellId ended, Holding holding) => new Row(IndexKeys.Ended, IndexKeys.SellRow(ended))
        .Set(HeldAmount, holding.Amount.ToString()).Set(HeldAsset, holding.Amount.Currency.Code).Set(HeldSince, holding.Since);

    private static Holding? ReadHolding(Row row) => row.GetString(HeldAmount) is { } amount
        ? new(Money.Parse(amount, Currency.Of(row.GetString(HeldAsset)!)), row.GetDateTimeOffset(HeldSince)!.Value)
        : null;

    private static Row RowOf(SellId sell) => new(IndexKeys.Open(sell), IndexKeys.SellRow(sell));

    private static async Task UnlessMovedAsync(Task write)
    {
        try
        {
            await write;
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageNotFoundException)
        {
            // Somebody else was faster, and the next visit sees what he left.
        }
    }
}
