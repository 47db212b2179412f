using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.Out.Feed;

/// <summary>An event and after which place of its list the next one comes.</summary>
internal sealed record FeedItem(long Place, EventView Event);

/// <summary>
/// A partner's events, oldest first: all of them by their places in the feed, or those of one sell by their sequence.
/// Both count without gaps, so a reader who stops at a gap never passes what appears later.
/// </summary>
internal sealed class EventFeed(TableStore store)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    // An event's id bears its time too, in whole milliseconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly Table sells = store.Table(StorageNames.Sells);

    /// <summary>What comes after the place, so many at most.</summary>
    public async Task<IReadOnlyList<FeedItem>> ReadAsync(PartnerId partner, long after, int count, CancellationToken cancellation)
    {
        var places = await ReadPlacesAsync(index, partner, after, count, cancellation);
        var events = await ReadAsync(places, cancellation);
        return [.. places.Select((told, n) => new FeedItem(after + 1 + n, events[told.Id]))];
    }

    /// <summary>
    /// The place after which everything comes that happened at this time or later. Events get their places after they
    /// happened and in the order of time, but for how far the clocks of two processes differ; what is passed over on the
    /// way from there happened before.
    /// </summary>
    public async Task<long> FindStartAsync(PartnerId partner, DateTimeOffset from, CancellationToken cancellation)
    {
        var placed = from - DateTimeOffset.MinValue > Skew ? from - Skew : DateTimeOffset.MinValue;
        var head = await index.GetAsync(FeedRows.Partition(partner), FeedRows.Head, cancellation: cancellation);
        var (before, after) = (0L, (head is null ? 0 : FeedRows.LastOf(head)) + 1);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            var row = await index.GetAsync(FeedRows.Partition(partner), FeedRows.Place(middle), cancellation: cancellation);
            (before, after) = row is not null && FeedRows.PlacedAtOf(row) < placed ? (middle, after) : (before, middle);
        }

        before = await PassOverAsync(partner, before, from, cancellation);
        return await FindAsync(before, from, async after => await ReadAsync(partner, after, AtOnce, cancellation)) ?? before;
    }

    /// <summary>The same among the events of one session and its sell; null where the partner has no such session.</summary>
    public Task<long?> FindStartAsync(SellId sell, PartnerId partner, DateTimeOffset from, CancellationToken cancellation) =>
        FindAsync(0, from, after => ReadAsync(sell, partner, after, AtOnce, cancellation));

    /// <summary>Where the events lie that come after the place.</summary>
    public static async Task<IReadOnlyList<EventPlace>> ReadPlacesAsync(
        Table index, PartnerId partner, long after, int count, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(FeedRows.Partition(partner))
            .And.RowKeyBetween(FeedRows.Place(after + 1), FeedRows.Place(after + 1 + count));
        var places = new List<EventPlace>();
        await foreach (var row in index.QueryAllAsync(filter, cancellation))
        {
            if (FeedRows.PlaceOf(row) != after + 1 + places.Count)
            {
                break;
            }

            places.Add(FeedRows.PointerOf(row));
        }

        return places;
    }

    /// <summary>The same of one session and its sell; null where the partner has no such session.</summary>
    public async Task<IReadOnlyList<FeedItem>?> ReadAsync(
        SellId sell, PartnerId partner, long after, int count, CancellationToken cancellation)
    {
        var (owner, events) = await ReadAsync(sell, after + 1, after + count, cancellation);
        return owner?.PartnerId != partner
            ? null
            : [.. events.TakeWhile((told, n) => told.Sequence == after + 1 + n).Select(told => new FeedItem(told.Sequence, EventView.Of(told, owner)))];
    }

    /// <summary>Over those of which the place's row alone says that they happened before: busy partners have thousands within the skew.</summary>
    private async Task<long> PassOverAsync(PartnerId partner, long before, DateTimeOffset from, CancellationToken cancellation)
    {
        while (true)
        {
            var places = await ReadPlacesAsync(index, partner, before, StorageLimits.PageRows, cancellation);
            var early = places.TakeWhile(place => place.Id.Id.Time + Rounding <= from).Count();
            before += early;
            if (early < StorageLimits.PageRows)
            {
                return before;
            }
        }
    }

    /// <summary>Reads on from a place until something happened at the time or later; null where there is nothing to read.</summary>
    private static async Task<long?> FindAsync(long before, DateTimeOffset from, Func<long, Task<IReadOnlyList<FeedItem>?>> read)
    {
        while (await read(before) is { } some)
        {
            if (some.FirstOrDefault(item => item.Event.CreatedAt >= from) is { } first)
            {
                return first.Place - 1;
            }

            if (some.Count == 0)
            {
                return before;
            }

            before = some[^1].Place;
        }

        return null;
    }

    private async Task<Dictionary<EventId, EventView>> ReadAsync(IEnumerable<EventPlace> places, CancellationToken cancellation)
    {
        var found = new Dictionary<EventId, EventView>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(places.GroupBy(place => place.Sell), options, async (some, token) =>
        {
            var (owner, events) = await ReadAsync(some.Key, some.Min(place => place.Sequence), some.Max(place => place.Sequence), token);
            lock (found)
            {
                foreach (var told in events)
                {
                    found[told.Id] = EventView.Of(told, owner!);
                }
            }
        });
        return found;
    }

    private async Task<(EventOwner? Owner, IReadOnlyList<WebhookEvent> Events)> ReadAsync(
        SellId sell, long first, long last, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(sell))
            .And.RowKeyBetweenOr(SellKeys.Event(first), SellKeys.Event(last + 1), SellKeys.Session);
        var events = new List<WebhookEvent>();
        EventOwner? owner = null;
        await foreach (var row in sells.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey == SellKeys.Session)
            {
                owner = EventOwner.Of(row);
            }
            else
            {
                events.Add(WebhookEvent.Of(row));
            }
        }

        return (owner, events);
    }
}
