using Azure;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// Every minute: sessions that have expired and that nobody looks at, so that their partners hear of it all the same. A
/// session is looked for when it could expire at the earliest, and again for as long as it stays open or has something
/// undelivered; once it has a sell, not any more. So what is read is what is due.
/// </summary>
internal sealed partial class ExpireSessions(
    TableStore store, PartnerStore partners, SessionStore sessions, SessionExpiry expiry, Reservations reservations, UserKyc users,
    Deliveries deliveries, ILogger<ExpireSessions> log)
{
    private const int AtOnce = 8;

    // A row is written before its session, which a client that asks again may still bring about while its key is kept.
    private static readonly TimeSpan LongestCreation = ClaimStore.Kept;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan WhileUndelivered = TimeSpan.FromMinutes(5);

    private readonly Table index = store.Table(StorageNames.Index);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (from, to) = IndexKeys.DueRows(expiry.Now);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        foreach (var partner in await partners.ListAsync(cancellation))
        {
            var due = index.QueryAllAsync(
                TableFilter.PartitionEquals(IndexKeys.Partner(partner)).And.RowKeyBetween(from, to), cancellation);
            await Parallel.ForEachAsync(due, options, async (row, token) =>
            {
                try
                {
                    await VisitAsync(partner, row, token);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One session's trouble must not keep the others waiting; this one is found again in a minute.
                    NotVisited(e);
                }
            });
        }
    }

    private async Task VisitAsync(PartnerId partner, Row due, CancellationToken cancellation)
    {
        if (IndexKeys.DueSessionOf(due.RowKey) is not { } id)
        {
            return;
        }

        var found = await sessions.FindAsync(id, cancellation);
        if (found is not null)
        {
            found = await expiry.TellAsync(found, cancellation);
        }

        if (found is { Sell: null, HasUndelivered: true })
        {
            await deliveries.SeeToAsync(id.Sell, found.SendingAt);
        }

        if (NextLook(id, found) is { } next)
        {
            await index.UpsertAsync(SessionRows.Due(partner, id, next), cancellation);
        }
        else if (found?.Sell is null)
        {
            await ForgetAsync(partner, id, found, cancellation);
        }

        await DeleteAsync(due, cancellation);
    }

    /// <summary>Nothing will ever be booked on it; and what a creation that died had taken of its user's day is given back.</summary>
    private async Task ForgetAsync(PartnerId partner, SessionId id, StoredSession? found, CancellationToken cancellation)
    {
        if (found?.Session.UserKey is { } user)
        {
            await reservations.ReleaseAsync(partner, user, id.Sell, cancellation);
            if ((await users.FindVerificationAsync(partner, user, cancellation))?.Subject is { Length: > 0 } subject)
            {
                await reservations.ReleaseAsync(partner, subject, id.Sell, cancellation);
            }
        }
        await DeleteAsync(SessionRows.InSettlement(partner, id), cancellation);
    }

    private async Task DeleteAsync(Row row, CancellationToken cancellation)
    {
        try
        {
            await index.DeleteAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
        catch (StorageNotFoundException)
        {
            // Another instance of the app was as fast.
        }
    }

    private DateTimeOffset? NextLook(SessionId id, StoredSession? found) =>
        found is null ? expiry.Now < id.Id.Time + LongestCreation ? expiry.Now + Pause : null
        : found.Sell is not null ? null
        : found.StatusAt(expiry.Now) == SessionStatus.Open
            ? Earlier(found.Session.ExpiresAt, expiry.Now + (found.HasUndelivered ? WhileUndelivered : Pause))
        : found.HasUndelivered ? found.Sending.NextFrom(expiry.Now) + WhileUndelivered
        : null;

    // While it is open it may have more to tell, and telling may be lost.
    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    [LoggerMessage(LogLevel.Warning, "A session that may have expired could not be looked at; it is in a minute")]
    private partial void NotVisited(Exception exception);
}
