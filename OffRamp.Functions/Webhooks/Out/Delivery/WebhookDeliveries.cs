using OffRamp.Functions.Ids;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// The deliveries of a partner, newest first: each event that has its place in the feed is one. A rare filter reads much;
/// one answer reads so much at most, and says by its cursor where to go on.
/// </summary>
internal sealed class WebhookDeliveries(TableStore store, Cursor cursors)
{
    private const int MostRead = 500;
    private const int AtOnce = 16;

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly Table sells = store.Table(StorageNames.Sells);

    /// <summary>Where the event of a delivery lies; null where the partner has no such event.</summary>
    public async Task<EventPlace?> FindAsync(PartnerId partner, Ids.EventId id, CancellationToken cancellation) =>
        await index.GetAsync(FeedRows.Partition(partner), FeedRows.Event(id), cancellation: cancellation) is { } row ? FeedRows.PointerOf(row) : null;

    /// <summary>The event and what became of it.</summary>
    public async Task<OutgoingEvent> ReadAsync(EventPlace place, CancellationToken cancellation) => OutgoingEvent.Of(
        await sells.GetAsync(SellKeys.Partition(place.Sell), SellKeys.Event(place.Sequence), cancellation: cancellation)
        ?? throw new InvalidOperationException($"There is no event {place.Id}, though the feed knows it."));

    /// <summary>The very bytes that are sent.</summary>
    public async Task<byte[]> ReadBodyAsync(EventPlace place, CancellationToken cancellation)
    {
        var session = await sells.GetAsync(SellKeys.Partition(place.Sell), SellKeys.Session, cancellation: cancellation);
        return EventView.Of((await ReadAsync(place, cancellation)).Event, EventOwner.Of(session!)).ToBody();
    }

    public async Task<Page<WebhookDeliveryView>> ListAsync(
        PartnerId partner, DeliveryState? state, PageRequest page, string scope, CancellationToken cancellation)
    {
        var after = page.After;
        var found = new List<(string Place, WebhookDeliveryView View)>();
        for (var read = 0; found.Count <= page.Limit;)
        {
            var rows = await RowsAsync(partner, after, page.Limit + 1, cancellation);
            found.AddRange((await ViewsAsync(rows, cancellation)).Where(item => state is null || item.View.State == state));
            read += rows.Count;
            if (rows.Count <= page.Limit)
            {
                break;
            }

            after = rows[^1].RowKey;
            if (read >= MostRead && found.Count <= page.Limit)
            {
                return new([.. found.Select(item => item.View)], true, cursors.Write(scope, after));
            }
        }
        return page.Of(found, item => item.View, item => item.Place, cursors, scope);
    }

    private async Task<IReadOnlyList<Row>> RowsAsync(PartnerId partner, string? after, int count, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(FeedRows.Partition(partner)).And.RowKeyStartsWith(FeedRows.EventPrefix);
        if (after is not null)
        {
            filter = filter.And.RowKeyAfter(after);
        }

        var rows = new List<Row>();
        await foreach (var row in index.QueryAllAsync(new(filter) { PageSize = count }, cancellation))
        {
            rows.Add(row);
            if (rows.Count == count)
            {
                break;
            }
        }
        return rows;
    }

    private async Task<(string Place, WebhookDeliveryView View)[]> ViewsAsync(IReadOnlyList<Row> rows, CancellationToken cancellation)
    {
        var views = new (string, WebhookDeliveryView)[rows.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, rows.Count, options, async (i, token) =>
        {
            var place = FeedRows.PointerOf(rows[i]);
            views[i] = (rows[i].RowKey, WebhookDeliveryView.Of(place.Sell, await ReadAsync(place, token)));
        });
        return views;
    }
}
