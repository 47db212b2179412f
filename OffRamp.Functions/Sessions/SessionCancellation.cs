using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// Cancels sessions. One without a sell is cancelled at once; a sell is cancelled by its own rules, after the custodian
/// was asked, and whoever asked waits for the decision.
/// </summary>
internal sealed class SessionCancellation(SessionStore sessions, CancelSell sells, TimeProvider clock)
{
    /// <returns>The session, cancelled.</returns>
    /// <exception cref="ProblemException">A deposit was seen, the session ended in another way, or it is not decided yet.</exception>
    public async Task<StoredSession> CancelAsync(StoredSession stored, CancellationToken cancellation)
    {
        if (stored.Sell is null)
        {
            stored = await sessions.ChangeAsync(stored, CancelOpen, cancellation, "session.cancelled");
            if (stored.Sell is null)
            {
                return stored.Session.CancelledAt is not null
                    ? stored
                    : throw Problems.Because("session_not_cancellable", "The session has expired.");
            }
        }
        return stored with { Sell = await sells.CancelAsync(stored.Sell, cancellation) };
    }

    private Session? CancelOpen(StoredSession current) => current.StatusAt(clock.GetUtcNow()) == SessionStatus.Open
        ? current.Session with { CancelledAt = clock.GetUtcNow() }
        : null;
}
