using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells;

/// <summary>An order that may become a sell.</summary>
internal sealed record AcceptedTerms(StoredSession Session, UserDay User, SellOrder Order, QuoteTerms Quote, ChainAddress RefundAddress);

/// <summary>Checks an order against what we know ourselves, in the contract's order: KYC, quote, refund address.</summary>
internal sealed class SellTerms(VerifiedUsers users, QuoteToken quotes, RefundAddresses refundAddresses, TimeProvider clock)
{
    /// <exception cref="ProblemException">The user is not verified, the quote is none or expired, or the address cannot be used.</exception>
    public async Task<AcceptedTerms> AcceptAsync(StoredSession stored, SellOrder order, CancellationToken cancellation)
    {
        var (session, user) = await users.RequireAsync(stored, cancellation);
        var quote = quotes.Read(order.QuoteId, session.Session.Id.ToString())
            ?? throw Problems.Because("quote_not_valid", "This is not a quote of this session.");
        if (clock.GetUtcNow() >= quote.ExpiresAt)
            throw Problems.Because("quote_expired", "The quote has expired. Ask for another.");
        var address = await refundAddresses.CheckAsync(session.Session.Network, order.RefundAddress, cancellation);
        return new(session, user, order, quote, address);
    }
}
