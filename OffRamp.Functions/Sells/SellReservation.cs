using OffRamp.Functions.Hosting;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sells;

/// <summary>Takes the sell's amount from its user's day.</summary>
internal sealed class SellReservation(Reservations reservations, KnownPartners partners, Assets assets, TimeProvider clock)
{
    /// <returns>The partner whose limits and policies count.</returns>
    public async Task<Partner> ReserveAsync(AcceptedTerms terms, CancellationToken cancellation)
    {
        var (session, amount) = (terms.Session.Session, terms.Quote.CryptoAmount);
        var partner = await partners.FindAsync(session.PartnerId, cancellation);
        if (!assets.TryFind(session.Currency, session.Network, out var asset))
            throw Problems.Because("asset_paused", $"{session.Currency} on {session.Network} is not taken any more.");
        var limit = Limits.For(asset, partner).PerUserDay;
        var wish = new Reservation(session.PartnerId, session.UserKey!, session.Id.Sell, amount, clock.GetUtcNow());
        return await reservations.ReserveAsync(wish, limit, terms.User, cancellation)
            ? partner
            : throw Problems.Because("limit_exceeded", $"A user sells at most {limit} {limit.Currency} a day.");
    }
}
