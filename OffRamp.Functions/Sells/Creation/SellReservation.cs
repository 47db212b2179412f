using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>Takes the sell's amount from its user's day.</summary>
internal sealed class SellReservation(Reservations reservations, KnownPartners partners, Assets assets, TimeProvider clock)
{
    /// <returns>The partner whose limits and policies count.</returns>
    public async Task<Partner> ReserveAsync(AcceptedTerms terms, CancellationToken cancellation)
    {
        var (session, amount) = (terms.Session.Session, terms.Quote.CryptoAmount);
        var partner = await partners.FindAsync(session.PartnerId, cancellation);
        if (!assets.TryFind(session.Currency, session.Network, out var asset))
        {
            throw Problems.Because("asset_paused", $"{session.Currency} on {session.Network} is not taken any more.");
        }

        var limits = Limits.For(asset, partner);
        var limit = limits.PerUserDay;
        var wanted = new Reservation(session.PartnerId, session.UserKey!, session.Id.Sell, amount, clock.GetUtcNow());
        return await reservations.ReserveAsync(wanted, limit, terms.User, cancellation) && await ReserveAsync(wanted, terms.SubjectKey, limit, cancellation)
            ? partner
            : throw new ProblemException(Problems.Invalid([limits.RefuseDay("quote_id")]));
    }

    /// <summary>The same of the person, who may be many users.</summary>
    private async Task<bool> ReserveAsync(Reservation wanted, string? subject, Money limit, CancellationToken cancellation)
    {
        if (subject is null)
        {
            return true;
        }

        var read = await reservations.ReadAsync(wanted.Partner, subject, wanted.Sell, wanted.Now, cancellation);
        if (await reservations.ReserveAsync(new(wanted.Partner, subject, wanted.Sell, wanted.Amount, wanted.Now), limit, read, cancellation))
        {
            return true;
        }

        await reservations.ReleaseAsync(wanted.Partner, wanted.UserKey, wanted.Sell, cancellation);
        return false;
    }
}
