using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>What a new sell is.</summary>
internal sealed class SellDraft(Settings settings, Assets assets, TimeProvider clock)
{
    // The orchestration moves it at once; a sell that stands as it was after this long may have none, and is looked after.
    private static readonly TimeSpan FirstPromise = TimeSpan.FromMinutes(1);

    public Sell Write(AcceptedTerms terms, Card card, CustodianAddress address, UnderpaidPolicy underpaid)
    {
        var now = clock.GetUtcNow();
        var session = terms.Session.Session;
        var sequence = session.Sequence + 1;
        return new Sell
        {
            Id = session.Id.Sell,
            Orchestrator = SellOrchestration.Name,
            PartnerId = session.PartnerId,
            UserKey = session.UserKey!,
            SubjectKey = terms.SubjectKey,
            PartnerUserId = session.PartnerUserId,
            UserReference = session.UserReference,
            Sequence = sequence,
            Status = SellStatus.Pending,
            Phase = SellPhase.AwaitingDeposit,
            PhaseSince = now,
            Network = session.Network,
            Quote = terms.Quote,
            Deposit = new(address.Address, address.Memo, now + settings.DepositWindow) { Uri = UriOf(session, terms.Quote, address.Address) },
            RefundAddress = terms.RefundAddress.Text,
            Card = card,
            Underpaid = underpaid,
            History = [new(sequence, SellStatus.Pending, SellPhase.AwaitingDeposit, now, null)],
            CreatedAt = now,
            UpdatedAt = now,
            WakeAt = now + FirstPromise,
            CommitId = SessionStore.NewCommitId(),
        };
    }

    private string? UriOf(Session session, QuoteTerms quote, string address) =>
        assets.TryFind(session.Currency, session.Network, out var asset) ? PaymentUri.Of(asset, address, quote.CryptoAmount) : null;
}
