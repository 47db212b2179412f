using System.Collections.Concurrent;
using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks.Out.Feed;

/// <summary>
/// Gives events their places in their partner's feed, after they were committed and in the order in which they come here.
/// What is to be appended at the same moment goes into one transaction, so that many sells don't fight over the head.
/// </summary>
internal sealed class FeedWriter(TableStore store, TimeProvider clock)
{
    /// <summary>Events of one transaction: two rows each, and the head.</summary>
    public const int MostAtOnce = 45;

    private const int MaximumAttempts = 30;

    // Azure takes 15 comparisons in a filter, and the partition is one.
    private const int MostKeys = 12;

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly ConcurrentDictionary<PartnerId, Lane> lanes = new();

    /// <summary>Returns when all have their places. Safe to repeat: an event that has one keeps it.</summary>
    public async Task AppendAsync(PartnerId partner, IReadOnlyList<EventPlace> events, CancellationToken cancellation)
    {
        var lane = lanes.GetOrAdd(partner, static _ => new());
        foreach (var some in events.Chunk(MostAtOnce))
        {
            var (mine, isDriver) = lane.Join(some);
            if (isDriver)
            {
                _ = DriveAsync(partner, lane);
            }

            await mine.Done.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Writes whatever waits in the lane, until nothing does.</summary>
    private async Task DriveAsync(PartnerId partner, Lane lane)
    {
        while (lane.Take() is { Count: > 0 } waiting)
        {
            try
            {
                await WriteAsync(partner, lane, [.. waiting.SelectMany(one => one.Events).DistinctBy(told => told.Id)]);
                waiting.ForEach(one => one.Done.SetResult());
            }
            catch (Exception e)
            {
                lane.Head = null;
                waiting.ForEach(one => one.Done.SetException(e));
            }
        }
    }

    private async Task WriteAsync(PartnerId partner, Lane lane, IReadOnlyList<EventPlace> events)
    {
        for (var attempt = 1; events.Count > 0; attempt++)
        {
            var head = lane.Head ??= await ReadHeadAsync(partner);
            var place = head.Last;
            var next = FeedRows.HeadRow(partner, head.Last + events.Count);
            List<TableOperation> changes = [head.ETag is { } seen ? TableOperation.Replace(next, seen) : TableOperation.Insert(next)];
            foreach (var told in events)
            {
                changes.AddRange(FeedRows.Of(partner, ++place, told, clock.GetUtcNow()).Select(TableOperation.Insert));
            }

            try
            {
                var etags = await index.TransactAsync(FeedRows.Partition(partner), changes, CancellationToken.None);
                lane.Head = new(place, etags[0]);
                return;
            }
            catch (StorageException e) when (attempt < MaximumAttempts && e is StoragePreconditionException or StorageConflictException)
            {
                // Another instance of the app was faster, or we were: then the answer was lost, and they have their places.
                lane.Head = null;
                var placed = await FindPlacedAsync(partner, events);
                events = [.. events.Where(told => !placed.Contains(told.Id))];
            }
        }
    }

    private async Task<FeedHead> ReadHeadAsync(PartnerId partner) =>
        await index.GetAsync(FeedRows.Partition(partner), FeedRows.Head) is { } row ? new(FeedRows.LastOf(row), row.ETag) : new(0, null);

    private async Task<HashSet<EventId>> FindPlacedAsync(PartnerId partner, IReadOnlyList<EventPlace> events)
    {
        var found = new HashSet<EventId>();
        foreach (var some in events.Chunk(MostKeys))
        {
            var filter = TableFilter.PartitionEquals(FeedRows.Partition(partner)).And.AnyRowKey(some.Select(told => FeedRows.Event(told.Id)));
            await foreach (var row in index.QueryAllAsync(filter))
            {
                found.Add(FeedRows.PointerOf(row).Id);
            }
        }

        return found;
    }

    private sealed record FeedHead(long Last, ETag? ETag);

    private sealed record Waiting(IReadOnlyList<EventPlace> Events)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What waits for one partner's head; one at a time writes for all.</summary>
    private sealed class Lane
    {
        private readonly Lock gate = new();
        private readonly Queue<Waiting> waiting = new();
        private bool isDriven;

        /// <summary>As last written or read; touched by the driver alone.</summary>
        public FeedHead? Head { get; set; }

        public (Waiting Mine, bool IsDriver) Join(IReadOnlyList<EventPlace> events)
        {
            lock (gate)
            {
                var mine = new Waiting(events);
                waiting.Enqueue(mine);
                var isDriver = !isDriven;
                isDriven = true;
                return (mine, isDriver);
            }
        }

        /// <summary>As many as fit into one transaction; none, and the driver is dismissed.</summary>
        public List<Waiting> Take()
        {
            lock (gate)
            {
                var taken = new List<Waiting>();
                for (var count = 0; waiting.TryPeek(out var next) && (count += next.Events.Count) <= MostAtOnce;)
                {
                    taken.Add(waiting.Dequeue());
                }

                isDriven = taken.Count > 0;
                return taken;
            }
        }
    }
}
