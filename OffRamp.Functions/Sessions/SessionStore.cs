using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sessions;

/// <summary>A session as read, with its version, and the sell it became.</summary>
internal sealed record StoredSession(Session Session, ETag ETag, Sell? Sell)
{
    public SessionStatus StatusAt(DateTimeOffset now) => Session.StatusAt(now, Sell);

    /// <summary>How far their events have come on their way out.</summary>
    public Sending Sending { get; init; } = new();

    public bool HasUndelivered => Sending.DoneTo < (Sell?.Sequence ?? Session.Sequence);

    /// <summary>When the next of its events should go out, of those that have not.</summary>
    public DateTimeOffset SendingAt => Sending.NextFrom(Sell?.UpdatedAt ?? Session.UpdatedAt);

    public SessionView View(DateTimeOffset now) => SessionView.Of(Session, Sell, now);
}

/// <summary>Reads and writes sessions. Every change is made under the version it was decided from.</summary>
internal sealed class SessionStore(TableStore store, Outbox outbox, Deliveries deliveries, TimeProvider clock)
{
    private readonly Table table = store.Table(StorageNames.Sells);
    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>The session and its sell, in one request; null where there is none.</summary>
    public async Task<StoredSession?> FindAsync(SessionId id, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id)).And.RowKeyBetween(SellKeys.Sell, SellKeys.Session + "~");
        (Session, ETag)? session = null;
        Sell? sell = null;
        var sending = new Sending();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey == SellKeys.Session)
            {
                session = (SessionRows.SessionOf(row), row.ETag);
            }
            else if (row.RowKey == SellKeys.Sell)
            {
                sell = SellRows.SellOf(row);
            }
            else if (row.RowKey == SellKeys.Sending)
            {
                sending = Sending.Of(row);
            }
        }
        return session is var (found, etag) ? new(found, etag, sell) { Sending = sending } : null;
    }

    /// <summary>The same, if it is this partner's.</summary>
    public async Task<StoredSession?> FindAsync(SessionId id, PartnerId partner, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } found && found.Session.PartnerId == partner ? found : null;

    /// <summary>Puts a session into its partner's lists; again, with what is known of its user by then.</summary>
    public Task ListAsync(
        PartnerId partner, SessionId id, string? userKey, string? userReference, string? email, CancellationToken cancellation) =>
        index.TransactAsync(
            IndexKeys.Partner(partner),
            [.. SessionRows.InList(partner, id, userKey, userReference, email).Select(TableOperation.Upsert)],
            cancellation);

    /// <summary>Stores a new session with its first event. Again under the same id: the session that is there.</summary>
    public async Task<Session> AddAsync(Session session, CancellationToken cancellation)
    {
        var told = SessionRows.Event(session, "session.created", null, session.CreatedAt);
        try
        {
            var versions = await table.TransactAsync(
                SellKeys.Partition(session.Id),
                [TableOperation.Insert(SessionRows.Of(session)), TableOperation.Insert(told.ToRow(session.Id.Sell))],
                cancellation);
            outbox.Opened(session.Id.Sell, new(session.PartnerId, SessionView.MetadataOf(session), session.Support), told, versions[1]);
            await deliveries.StartAsync(session.Id.Sell);
            return session;
        }
        catch (StorageConflictException)
        {
            return (await FindAsync(session.Id, cancellation))?.Session ?? throw new InvalidOperationException("A session was there and is gone.");
        }
    }

    /// <summary>
    /// Changes a session that was read, and says so by an event where a type is given. Null when somebody else changed it
    /// meanwhile: read again and decide again.
    /// </summary>
    public async Task<StoredSession?> SaveAsync(
        StoredSession before, Session next, CancellationToken cancellation, string? eventType = null)
    {
        var now = clock.GetUtcNow();
        var session = next with
        {
            CommitId = NewCommitId(),
            UpdatedAt = now,
            Sequence = before.Session.Sequence + (eventType is null ? 0 : 1),
        };
        List<TableOperation> changes = [TableOperation.Replace(SessionRows.Of(session), before.ETag)];
        var told = eventType is null ? null : SessionRows.Event(session, eventType, before.StatusAt(now), now);
        if (told is not null)
        {
            changes.Add(TableOperation.Insert(told.ToRow(session.Id.Sell)));
        }

        try
        {
            var etags = await table.TransactAsync(SellKeys.Partition(session.Id), changes, cancellation);
            if (told is not null)
            {
                outbox.Written(session.Id.Sell, [told], etags.Skip(1));
                await deliveries.StartAsync(session.Id.Sell);
            }
            return before with { Session = session, ETag = etags[0] };
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageConflictException)
        {
            // A write that was repeated on the way may have succeeded and still read as a conflict.
            return await FindAsync(session.Id, cancellation) is { } found && found.Session.CommitId == session.CommitId ? found : null;
        }
    }

    /// <summary>
    /// Applies a change to whatever the session is by now, until it is written. <paramref name="change"/> returns null
    /// where nothing is to be done (any more).
    /// </summary>
    public async Task<StoredSession> ChangeAsync(
        StoredSession stored, Func<StoredSession, Session?> change, CancellationToken cancellation, string? eventType = null)
    {
        for (var current = stored; ;)
        {
            if (change(current) is not { } next || ReferenceEquals(next, current.Session))
            {
                return current;
            }

            if (await SaveAsync(current, next, cancellation, eventType) is { } saved)
            {
                return saved;
            }

            current = await FindAsync(stored.Session.Id, cancellation) ?? throw new InvalidOperationException("A session is gone.");
        }
    }

    public static string NewCommitId() => Guid.CreateVersion7().ToString("N");
}
