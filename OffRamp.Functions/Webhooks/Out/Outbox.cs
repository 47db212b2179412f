using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out;

/// <summary>What of a session and its sell is still to be told in one way or another, oldest first, and how far telling has come.</summary>
internal sealed record OutboxContent(EventOwner Owner, Sending Sending, IReadOnlyList<OutgoingEvent> Pending)
{
    /// <summary>Those whose webhook is still to be delivered.</summary>
    public IEnumerable<OutgoingEvent> Undelivered => Pending.Where(outgoing => outgoing.State == DeliveryState.Pending);

    /// <summary>The last event that is known to be there.</summary>
    public long Last => Math.Max(Sending.FeedTo, Pending[^1].Event.Sequence);
}

/// <summary>
/// Events on their way out, in the partition of what they are about: written with the change that they tell of, read and
/// settled here, in one request each.
/// </summary>
internal sealed class Outbox(TableStore store)
{
    private readonly Table table = store.Table(StorageNames.Sells);
    private readonly QueueIndex queues = new(store);
    private readonly RecentOutbox recent = new();

    /// <summary>Events were committed, and their rows have these versions: a visit that follows at once needs no request to know them.</summary>
    public void Written(SellId id, IEnumerable<WebhookEvent> events, IEnumerable<ETag> versions) =>
        recent.Write(id, [.. events.Zip(versions, (told, version) => new OutgoingEvent(told, DeliveryState.Pending, [], version))]);

    /// <summary>The same of a session that was just opened.</summary>
    public void Opened(SellId id, EventOwner owner, WebhookEvent told, ETag version)
    {
        recent.Settle(id, owner, new Sending());
        Written(id, [told], [version]);
    }

    /// <summary>Null where there is no such session.</summary>
    public async Task<OutboxContent?> ReadAsync(SellId id, CancellationToken cancellation)
    {
        if (recent.Take(id) is { } known)
        {
            return known;
        }

        // From the events to the session: what has come in and was not taken in yet lies between, and is rarely there.
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id))
            .And.RowKeyBetween(SellKeys.EventPrefix, SellKeys.Session + "~")
            .And.Int64AtMost(SellKeys.Handled, 0);
        var (pending, sending) = (new List<OutgoingEvent>(), new Sending());
        EventOwner? owner = null;
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey.StartsWith(SellKeys.EventPrefix, StringComparison.Ordinal))
            {
                pending.Add(OutgoingEvent.Of(row));
            }
            else if (row.RowKey == SellKeys.Sending)
            {
                sending = Sending.Of(row);
            }
            else if (row.RowKey == SellKeys.Session)
            {
                owner = EventOwner.Of(row);
            }
        }

        return owner is null ? null : new(owner, sending, pending);
    }

    /// <summary>What became of each event of a session and its sell, oldest first.</summary>
    public async Task<IReadOnlyList<EventDelivery>> ListAsync(SellId id, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id)).And.RowKeyStartsWith(SellKeys.EventPrefix);
        var found = new List<EventDelivery>();
        await foreach (var row in table.QueryAllAsync(new TableQuery(filter) { Select = EventDelivery.Properties }, cancellation))
        {
            found.Add(EventDelivery.Of(row));
        }

        return found;
    }

    /// <summary>Those that were given up are pending again, and the first of them is next. False where there are none.</summary>
    public async Task<bool> ReviveDeadAsync(SellId id, CancellationToken cancellation)
    {
        for (var isAny = false; ; isAny = true)
        {
            var (sending, dead) = await ReadDeadAsync(id, cancellation);
            if (dead.Count == 0)
            {
                return isAny;
            }

            var revived = sending with { Tried = 0, NextAt = null, SettledTo = Math.Min(sending.SettledTo, dead[0].Event.Sequence - 1) };
            await TryWriteAsync(id, revived, dead.Take(Round.MostAtOnce).Select(outgoing => outgoing with { State = DeliveryState.Pending }), cancellation);
            recent.Forget(id);
        }
    }

    /// <summary>Takes it out of the operators' queue, once none of its events is given up any more.</summary>
    public async Task LeaveQueueAsync(SellId id, CancellationToken cancellation)
    {
        if ((await ReadDeadAsync(id, cancellation)).Dead.Count == 0)
        {
            await queues.LeaveAsync(Queues.WebhookDead, id, cancellation);
        }
    }

    /// <summary>
    /// Writes how far telling has come. False when somebody else did so meanwhile, or it was written and the answer was
    /// lost: what is there now must be read again in either case.
    /// </summary>
    public async Task<bool> CommitAsync(SellId id, OutboxContent before, Round round, CancellationToken cancellation)
    {
        // Before what it leads to: a sell in the queue without a dead event troubles nobody, the reverse would.
        var isAnyDead = round.Changed.Any(outgoing => outgoing.State == DeliveryState.Dead);
        if (isAnyDead)
        {
            await queues.EnterAsync(Queues.WebhookDead, id, cancellation);
        }

        if (await TryWriteAsync(id, round.Sending, round.Changed, cancellation) is not { } version)
        {
            return false;
        }

        // And after it: who looked in between found none dead, and may have taken it out again.
        if (isAnyDead)
        {
            await queues.EnterAsync(Queues.WebhookDead, id, cancellation);
        }

        if (round.Sending.DoneTo == round.Sending.FeedTo)
        {
            recent.Settle(id, before.Owner, round.Sending with { ETag = version });
        }

        return true;
    }

    /// <summary>
    /// Adds a try that was made beside the visits to whatever is there by now. By it is delivered what was given up or
    /// what nobody wanted; what is pending stays so, because those after it wait for it, and so does what is still to be published.
    /// </summary>
    public async Task<OutgoingEvent> AddAttemptAsync(EventPlace place, DeliveryAttempt attempt, bool isTaken, CancellationToken cancellation)
    {
        while (true)
        {
            var row = await table.GetAsync(SellKeys.Partition(place.Sell), SellKeys.Event(place.Sequence), cancellation: cancellation);
            var (before, after) = (OutgoingEvent.Of(row!), OutgoingEvent.Of(row!).With(attempt));
            if (isTaken && before.State != DeliveryState.Pending)
            {
                after = after with { State = DeliveryState.Delivered };
            }

            try
            {
                await table.TransactAsync(SellKeys.Partition(place.Sell), [after.Write(place.Sell)], cancellation);
                if (before.State == DeliveryState.Dead && after.State == DeliveryState.Delivered)
                {
                    await LeaveQueueAsync(place.Sell, cancellation);
                }

                return after;
            }
            catch (StoragePreconditionException)
            {
                // Another attempt was written meanwhile.
            }
        }
    }

    private async Task<ETag?> TryWriteAsync(SellId id, Sending sending, IEnumerable<OutgoingEvent> changed, CancellationToken cancellation)
    {
        try
        {
            var versions = await table.TransactAsync(
                SellKeys.Partition(id), [sending.Write(id), .. changed.Select(outgoing => outgoing.Write(id, sending))], cancellation);
            return versions[0];
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageConflictException)
        {
            return null;
        }
    }

    // The row by which all writes are guarded comes first: what is read after it is as new, or the write fails.
    private async Task<(Sending Sending, IReadOnlyList<OutgoingEvent> Dead)> ReadDeadAsync(SellId id, CancellationToken cancellation)
    {
        var sending = await table.GetAsync(SellKeys.Partition(id), SellKeys.Sending, cancellation: cancellation);
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id)).And.RowKeyStartsWith(SellKeys.EventPrefix)
            .And.StringEquals(OutgoingEvent.StateName, nameof(DeliveryState.Dead));
        var dead = new List<OutgoingEvent>();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            dead.Add(OutgoingEvent.Of(row));
        }

        return (sending is null ? new() : Sending.Of(sending), dead);
    }
}
