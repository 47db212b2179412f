namespace OffRamp.Functions.Sessions;

/// <summary>
/// A session expires by the clock alone. Its partner is told by whoever looks at it first after that: one event, however
/// many look.
/// </summary>
internal sealed class SessionExpiry(SessionStore sessions, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The session, with its <c>session.expired</c> written if that is due.</summary>
    public Task<StoredSession> TellAsync(StoredSession session, CancellationToken cancellation) => sessions.ChangeAsync(
        session,
        current => current.StatusAt(Now) == SessionStatus.Expired && !current.Session.IsExpiryTold
            ? current.Session with { IsExpiryTold = true }
            : null,
        cancellation,
        "session.expired");
}
