using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>
/// Makes the sell of accepted terms. Every step before the commit may be repeated, after a crash or by a second request
/// at the same moment: the custodian gives one address a sell, the reservation is the sell's own, and the commit is made
/// under the session's version, so that one of two wins and the other finds the sell.
/// </summary>
internal sealed class CreateSell(
    Cards cards,
    NewAddresses newAddresses,
    Reservations reservations,
    KnownPartners partners,
    Assets assets,
    InsertSell insert,
    SellOrchestrations orchestrations,
    TimeProvider clock)
{
    /// <returns>The session with its sell: this one, or the one that was faster.</returns>
    /// <exception cref="ProblemException">The card is unknown, a provider is silent, or a limit is reached.</exception>
    public async Task<StoredSession> RunAsync(AcceptedTerms terms, CancellationToken cancellation)
    {
        var session = terms.Session.Session;
        var card = await cards.FindAsync(terms.Order.CardToken, cancellation);
        var address = await newAddresses.CreateAsync(session.Id.Sell, session.Currency, session.Network, cancellation);

        // After the providers: where one is silent, nothing of the user's day is taken for a sell that may never be.
        var partner = await ReserveAsync(terms, cancellation);
        var created = await insert.RunAsync(terms, card, address, partner.Policies.Underpaid, cancellation);

        // Best effort: an orchestration that did not start is started by ReviveSells.
        await orchestrations.StartAsync(created.Sell!, CancellationToken.None);
        return created;
    }

    /// <summary>Takes the sell's amount from its user's day.</summary>
    /// <returns>The partner whose limits and policies count.</returns>
    private async Task<Partner> ReserveAsync(AcceptedTerms terms, CancellationToken cancellation)
    {
        var (session, amount) = (terms.Session.Session, terms.Quote.CryptoAmount);
        var partner = await partners.FindAsync(session.PartnerId, cancellation);
        if (!assets.TryFind(session.Currency, session.Network, out var asset))
        {
            throw Problems.Because("asset_paused", $"{session.Currency} on {session.Network} is not taken any more.");
        }

        var limit = Limits.For(asset, partner).PerUserDay;
        var reservation = new Reservation(session.PartnerId, session.UserKey!, session.Id.Sell, amount, clock.GetUtcNow());
        return await reservations.ReserveAsync(reservation, limit, terms.User, cancellation)
            ? partner
            : throw Problems.Because("limit_exceeded", $"A user sells at most {limit} {limit.Currency} a day.");
    }
}
