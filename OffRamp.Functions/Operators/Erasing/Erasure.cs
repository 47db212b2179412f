using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Erasing;

/// <summary>Whose data is erased, as the partner knows him: by either, or by both.</summary>
internal sealed record ErasedUser(PartnerId Partner, string? Email, string? PartnerUserId);

/// <summary>What became of a user's sessions.</summary>
/// <param name="Erased">How many name nobody any more.</param>
/// <param name="NotEnded">Those that were left alone, because they or their sells have not ended or not everybody was told.</param>
internal sealed record ErasureResult(int Erased, IReadOnlyList<SessionId> NotEnded);

/// <summary>
/// Takes a user's e-mail address, ids and references out of the sessions and sells that have ended, and out of what leads to
/// them. A sell at rest is written here and not by <see cref="Sells.Advance"/>: nothing of its story changes, and its version
/// guards it. Broken off, it is done again.
/// </summary>
internal sealed class Erasure(TableStore store, SessionStore sessions, SessionsByEmail byEmail, TimeProvider clock)
{
    /// <summary>Rows of one transaction: the largest events are of some 50 KB.</summary>
    private const int AtOnce = 20;

    private readonly Table table = store.Table(StorageNames.Sells);
    private readonly Table index = store.Table(StorageNames.Index);

    public async Task<ErasureResult> RunAsync(ErasedUser user, CancellationToken cancellation)
    {
        var (erased, left) = (0, new List<SessionId>());
        foreach (var id in await FindAsync(user, cancellation))
        {
            if (await sessions.FindAsync(id, user.Partner, cancellation) is not { } found)
            {
                continue;
            }

            if (!HasEnded(found) || !await TryEraseAsync(user, found.Session, cancellation))
            {
                left.Add(id);
                continue;
            }

            erased++;
        }

        return new(erased, left);
    }

    /// <summary>While something of it is still to be told, it is told as it happened.</summary>
    private bool HasEnded(StoredSession found) =>
        !found.HasUndelivered && (found.Sell?.IsAtRest ?? found.StatusAt(clock.GetUtcNow()) is not SessionStatus.Open);

    private async Task<IReadOnlyCollection<SessionId>> FindAsync(ErasedUser user, CancellationToken cancellation)
    {
        var found = new HashSet<SessionId>();
        if (user.Email is { } email)
        {
            await foreach (var id in byEmail.FindAllAsync(user.Partner, email, cancellation))
            {
                found.Add(id);
            }
        }

        // The user's key is the hash of the partner's id for him: the rows of the partner's list bear it.
        var rows = TableFilter.PartitionEquals(IndexKeys.Partner(user.Partner)).And.RowKeyStartsWith(IndexKeys.SessionPrefix);
        if (UserKeys.Of(user.PartnerUserId, email: null) is { } key)
        {
            await foreach (var row in index.QueryAllAsync(rows.And.StringEquals(SessionRows.UserKey, key), cancellation))
            {
                if (IndexKeys.SessionOf(row.RowKey) is { } id)
                {
                    found.Add(id);
                }
            }
        }

        return found;
    }

    /// <summary>False where it goes on at this very moment.</summary>
    private async Task<bool> TryEraseAsync(ErasedUser user, Session session, CancellationToken cancellation)
    {
        // That by which it was found is taken away last: broken off, it is found once more.
        var emails = new[] { session.UserEmail, session.ContactEmail }.OfType<string>().ToLookup(email => IsSame(email, user.Email));
        await ForgetWaysAsync(session, emails[false], cancellation);
        try
        {
            await EraseAsync(session.Id, cancellation);
        }
        catch (StoragePreconditionException)
        {
            return false;
        }

        if (user.Email is { } foundBy)
        {
            await ForgetEmailAsync(session, foundBy, cancellation);
        }

        return true;
    }

    private static bool IsSame(string email, string? other) => other is not null && UserKeys.Lower(email.Trim()) == UserKeys.Lower(other.Trim());

    private async Task EraseAsync(SessionId id, CancellationToken cancellation)
    {
        var changes = new List<TableOperation>();
        await foreach (var row in table.QueryAllAsync(TableFilter.PartitionEquals(SellKeys.Partition(id)), cancellation))
        {
            if (ErasedRows.Replace(row) is { } change)
            {
                changes.Add(change);
            }
        }

        foreach (var some in changes.Chunk(AtOnce))
        {
            await table.TransactAsync(SellKeys.Partition(id), some, cancellation);
        }
    }

    private async Task ForgetWaysAsync(Session session, IEnumerable<string> emails, CancellationToken cancellation)
    {
        if (session.UserReference is { } reference)
        {
            await DeleteAsync(SellIndex.Reference(reference), IndexKeys.SellRow(session.Id.Sell), cancellation);
        }

        var listed = new Row(IndexKeys.Partner(session.PartnerId), IndexKeys.SessionRow(session.Id)).Set(SessionRows.UserKey, session.UserKey);
        await index.UpsertAsync(listed, cancellation);
        foreach (var email in emails)
        {
            await ForgetEmailAsync(session, email, cancellation);
        }
    }

    private Task ForgetEmailAsync(Session session, string email, CancellationToken cancellation)
    {
        var row = SessionsByEmail.RowOf(session.PartnerId, session.Id, email);
        return DeleteAsync(row.PartitionKey, row.RowKey, cancellation);
    }

    private async Task DeleteAsync(string partition, string key, CancellationToken cancellation)
    {
        try
        {
            await index.DeleteAsync(partition, key, ETag.All, cancellation);
        }
        catch (StorageNotFoundException)
        {
            // Deleted by an earlier try.
        }
    }
}
