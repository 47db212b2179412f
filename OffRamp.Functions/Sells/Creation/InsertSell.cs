using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>Writes the sell, and before it what points to it.</summary>
internal sealed class InsertSell(
    SellStore sells, SessionStore sessions, OpenSells open, KnownSells known, SellDraft draft, Deliveries deliveries)
{
    private const int MaximumAttempts = 5;

    /// <returns>The session with its sell: ours, or the one of a request that was faster.</returns>
    /// <exception cref="ProblemException">The session ended meanwhile, or is changed too often.</exception>
    public async Task<StoredSession> RunAsync(
        AcceptedTerms terms, Card card, CustodianAddress address, UnderpaidPolicy underpaid, CancellationToken cancellation)
    {
        var (session, sell) = (terms.Session, draft.Write(terms, card, address, underpaid));

        // Its place among the open ones is written before the sell itself; its address led to it before.
        await open.PromiseAsync(sell.Id, sell.WakeAt + LookRules.Grace, cancellation);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await TryCommitAsync(session, sell, terms.Order.QuoteHash, cancellation) is { } committed)
            {
                return committed;
            }

            session = await sessions.FindAsync(session.Session.Id, cancellation) ?? throw new SellMissingException(sell.Id);
            if (session.Sell is not null)
            {
                return session;
            }

            if (session.StatusAt(sell.CreatedAt) != SessionStatus.Open)
            {
                throw Problems.Because("session_ended", "The session has ended.");
            }

            sell = draft.Write(terms with { Session = session }, card, address, underpaid);
        }
        throw new ProblemException(
            Problems.Describe("session_busy", "The session was changed at the same moment. Try again.") with { RetryAfter = TimeSpan.FromSeconds(1) });
    }

    // Null where the session is no longer as it was read: by our own write whose answer was lost, too.
    private async Task<StoredSession?> TryCommitAsync(
        StoredSession before, Sell sell, string quoteHash, CancellationToken cancellation)
    {
        var started = new SellEvent(sell.Sequence, "sell.pending", sell.CreatedAt, null, sell);
        var session = before.Session with
        {
            HasSell = true,
            QuoteHash = quoteHash,
            Sequence = sell.Sequence,
            UpdatedAt = sell.CreatedAt,
            CommitId = sell.CommitId,
        };
        try
        {
            await sells.StartAsync(sell, started, TableOperation.Replace(SessionRows.Of(session), before.ETag), cancellation);
            known.Remember(sell.Id);
            await deliveries.StartAsync(sell.Id);
            return new(session, default, sell);
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException)
        {
            return null;
        }
    }
}
