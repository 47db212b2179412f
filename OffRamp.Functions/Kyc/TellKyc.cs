using OffRamp.Functions.Ids;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Kyc;

/// <summary>Tells every open session of a user that the verification moved: one <c>kyc.updated</c> each.</summary>
internal sealed class TellKyc(TableStore store, SessionStore sessions, TimeProvider clock)
{
    // A session that waits for its user longer than this has long expired.
    private static readonly TimeSpan OldestSession = TimeSpan.FromDays(7);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Safe to repeat: a session that knows the status already hears nothing.</summary>
    public async Task TellAsync(PartnerId partner, string userKey, KycStatus status, CancellationToken cancellation)
    {
        var oldest = new SessionId(Id26.New(clock.GetUtcNow() - OldestSession));
        var query = TableFilter.PartitionEquals(IndexKeys.Partner(partner))
            .And.RowKeyBetween(IndexKeys.SessionPrefix, IndexKeys.SessionRow(oldest))
            .And.StringEquals(SessionRows.UserKey, userKey);
        await foreach (var row in index.QueryAllAsync(query, cancellation))
        {
            if (IndexKeys.SessionOf(row.RowKey) is { } id && await sessions.FindAsync(id, cancellation) is { } session)
            {
                await TellAsync(session, status, cancellation);
            }
        }
    }

    /// <summary>The same for one session; the session as it is afterwards.</summary>
    public Task<StoredSession> TellAsync(StoredSession session, KycStatus status, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return sessions.ChangeAsync(
            session,
            current => current.StatusAt(now) != SessionStatus.Open || current.Session.KycStatus == status
                ? null
                : (current.Session with { KycStatus = status }).Touched(now),
            cancellation,
            "kyc.updated");
    }
}
