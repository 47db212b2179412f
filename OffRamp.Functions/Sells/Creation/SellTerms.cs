using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>An order that may become a sell.</summary>
internal sealed record AcceptedTerms(StoredSession Session, UserDay User, SellOrder Order, QuoteTerms Quote, ChainAddress RefundAddress)
{
    /// <summary>Names the person by whom limits count too; null where the KYC provider names none.</summary>
    public string? SubjectKey { get; init; }
}

/// <summary>Checks an order against what we know ourselves, in the contract's order: KYC, quote, refund address.</summary>
internal sealed class SellTerms(VerifiedUsers users, QuoteToken quotes, RefundAddresses refundAddresses, TimeProvider clock)
{
    /// <exception cref="ProblemException">The user is not verified, the quote is none or expired, or the address cannot be used.</exception>
    public async Task<AcceptedTerms> AcceptAsync(StoredSession stored, SellOrder order, CancellationToken cancellation)
    {
        var (session, user, subject) = await users.RequireAsync(stored, cancellation);
        var quote = quotes.Read(order.QuoteId, session.Session.Id.ToString())
            ?? throw Problems.Because("quote_not_valid", "This is not a quote of this session.");
        if (clock.GetUtcNow() >= quote.ExpiresAt)
        {
            throw Problems.Because("quote_expired", "The quote has expired. Ask for another.");
        }

        var address = await refundAddresses.CheckAsync(session.Session.Network, order.RefundAddress, cancellation);
        return new(session, user, order, quote, address) { SubjectKey = subject };
    }
}

/// <summary>Only verified users sell. What else a sell needs to know of its user is read in the same request.</summary>
internal sealed class VerifiedUsers(Verifications verifications, TellKyc tell, Reservations reservations, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">409: the user is not verified, by the provider's own word. 503: the provider is silent.</exception>
    public async Task<(StoredSession Session, UserDay User, string? Subject)> RequireAsync(StoredSession stored, CancellationToken cancellation)
    {
        if (stored.Session is not { UserKey: { } key, PartnerId: var partner })
        {
            throw NotVerified();
        }

        var user = await reservations.ReadAsync(partner, key, stored.Session.Id.Sell, clock.GetUtcNow(), cancellation);
        var known = user.Kyc is { } row ? UserKyc.Of(row) : null;
        var checkedNow = await verifications.CheckAsync(KycUser.Of(stored.Session), known, cancellation) ?? throw Unknown();
        var session = await tell.TellAsync(stored, checkedNow.Status, cancellation);
        return checkedNow.Status == KycStatus.Verified ? (session, user, checkedNow.Subject is { Length: > 0 } subject ? subject : null) : throw NotVerified();
    }

    private static ProblemException Unknown() =>
        new(Problems.Describe("provider_unavailable", "The verification provider does not answer. Try again.") with { RetryAfter = Pause });

    private static ProblemException NotVerified() => Problems.Because("kyc_required", "The user has to be verified before selling.");
}
