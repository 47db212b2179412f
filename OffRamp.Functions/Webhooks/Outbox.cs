using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks;

/// <summary>What of a session and its sell is still to be told, oldest first, and how far telling has come.</summary>
internal sealed record OutboxContent(Session Session, Sending Sending, IReadOnlyList<OutgoingEvent> Pending);

/// <summary>
/// Events on their way out, in the partition of what they are about: written with the change that they tell of, read and
/// settled here, in one request each.
/// </summary>
internal sealed class Outbox(TableStore store)
{
    private readonly Table table = store.Table(StorageNames.Sells);
    private readonly RecentOutbox recent = new();

    /// <summary>Events were committed, and their rows have these versions: a visit that follows at once needs no request to know them.</summary>
    public void Written(SellId id, IEnumerable<WebhookEvent> events, IEnumerable<ETag> versions) =>
        recent.Write(id, [.. events.Zip(versions, (told, version) => new OutgoingEvent(told, DeliveryState.Pending, [], version))]);

    /// <summary>The same of a session that was just opened.</summary>
    public void Opened(Session session, WebhookEvent told, ETag version)
    {
        recent.Settle(session.Id.Sell, session, new Sending());
        Written(session.Id.Sell, [told], [version]);
    }

    /// <summary>Null where there is no such session.</summary>
    public async Task<OutboxContent?> ReadAsync(SellId id, CancellationToken cancellation)
    {
        if (recent.Take(id) is { } known)
            return known;

        // From the events to the session: what has come in and was not taken in yet lies between, and is rarely there.
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id))
            .And.RowKeyBetween(SellKeys.EventPrefix, SellKeys.Session + "~")
            .And.Int64AtMost(SellRows.Handled, 0);
        var (pending, sending) = (new List<OutgoingEvent>(), new Sending());
        Session? session = null;
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey.StartsWith(SellKeys.EventPrefix, StringComparison.Ordinal))
                pending.Add(OutgoingEvent.Of(row));
            else if (row.RowKey == SellKeys.Sending)
                sending = Sending.Of(row);
            else if (row.RowKey == SellKeys.Session)
                session = SessionRows.SessionOf(row);
        }

        return session is null ? null : new(session, sending, pending);
    }

    /// <summary>
    /// Writes how far telling has come. False when somebody else did so meanwhile, or it was written and the answer was
    /// lost: what is there now must be read again in either case.
    /// </summary>
    public async Task<bool> CommitAsync(SellId id, OutboxContent before, Sending sending, IEnumerable<OutgoingEvent> changed, CancellationToken cancellation)
    {
        try
        {
            var versions = await table.TransactAsync(
                SellKeys.Partition(id), [sending.Write(id), .. changed.Select(outgoing => outgoing.Write(id))], cancellation);
            if (sending.SettledTo == before.Pending[^1].Event.Sequence)
                recent.Settle(id, before.Session, sending with { ETag = versions[0] });
            return true;
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageConflictException)
        {
            return false;
        }
    }
}
