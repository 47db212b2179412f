using OffRamp.Functions.Ids;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>Finds sells by the ways that lead to them. A way that leads to no sell, or not to such a one any more, is skipped.</summary>
internal sealed class OperatorSells(TableStore store, SellStore sells, OpenSells open, TimeProvider clock)
{
    private const int MostFound = 100;
    private const int MostStuck = 1_000;

    // Revival comes by every minute, and a sell counts as late after two: after three somebody should know.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(3);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Newest first; one more than the page holds, if there is one.</summary>
    public Task<IReadOnlyList<Sell>> ListAsync(string queue, PageRequest page, CancellationToken cancellation) => queue switch
    {
        Queues.Stuck => ListStuckAsync(page, cancellation),
        Queues.WebhookDead => ListAsync(queue, page, static _ => true, cancellation),
        _ => ListAsync(queue, page, sell => QueueRules.Of(sell).Contains(queue), cancellation),
    };

    /// <summary>The sells of a partition of ways, at most a hundred.</summary>
    public async Task<IReadOnlyList<Sell>> FollowAsync(string partition, CancellationToken cancellation) =>
        await ReadAsync(await IdsAsync(partition, cancellation), cancellation);

    /// <summary>What the ways of a partition point to, at most a hundred; there need not be such a sell.</summary>
    public async Task<IReadOnlyList<SellId>> IdsAsync(string partition, CancellationToken cancellation) =>
        await index.QueryAllAsync(new TableQuery(TableFilter.PartitionEquals(partition)) { PageSize = MostFound }, cancellation)
            .Select(IndexKeys.SellOf).Where(sell => sell is not null).Select(sell => sell!.Value).Take(MostFound).ToListAsync(cancellation);

    public async Task<IReadOnlyList<Sell>> ReadAsync(IEnumerable<SellId> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct().Select(id => sells.FindAsync(id, cancellation)));
        return [.. found.OfType<Sell>()];
    }

    private async Task<IReadOnlyList<Sell>> ListAsync(string queue, PageRequest page, Predicate<Sell> isIn, CancellationToken cancellation)
    {
        var partition = TableFilter.PartitionEquals(QueueIndex.Queue(queue));
        var rows = index.QueryAllAsync(page.After is { } after ? partition.And.RowKeyAfter(after) : partition, cancellation);
        var found = new List<Sell>();
        await foreach (var chunk in rows.Chunk(page.Limit + 1).WithCancellation(cancellation))
        {
            var ids = chunk.Select(row => Id26.TryParseNewestFirst(row.RowKey, out var id) ? new SellId(id) : default);
            found.AddRange((await ReadAsync(ids, cancellation)).Where(sell => isIn(sell)));
            if (found.Count > page.Limit)
            {
                break;
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Sell>> ListStuckAsync(PageRequest page, CancellationToken cancellation)
    {
        var promisedBefore = clock.GetUtcNow() - StuckAfter;
        var late = new Dictionary<SellId, OpenSell>();
        await foreach (var due in open.FindDueAsync(promisedBefore, cancellation))
        {
            late[due.Id] = due;
            if (late.Count == MostStuck)
            {
                break;
            }
        }

        var wanted = late.Keys.OrderBy(QueueIndex.RowOf, StringComparer.Ordinal)
            .Where(id => page.After is null || string.CompareOrdinal(QueueIndex.RowOf(id), page.After) > 0);
        var found = new List<Sell>();
        foreach (var chunk in wanted.Chunk(page.Limit + 1))
        {
            found.AddRange((await ReadAsync(chunk, cancellation)).Where(sell => !sell.IsAtRest && IsStuck(sell, late[sell.Id], promisedBefore)));
            if (found.Count > page.Limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Something is unread, or the promise is broken.</summary>
    private static bool IsStuck(Sell sell, OpenSell found, DateTimeOffset promisedBefore) =>
        found.VisitAt <= promisedBefore || found.PromiseOf(sell) <= promisedBefore;
}
