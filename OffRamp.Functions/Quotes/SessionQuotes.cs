using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Quotes;

/// <summary>Quotes for sessions.</summary>
internal sealed class SessionQuotes(Pricing pricing, QuoteToken tokens, KnownPartners partners, Assets assets, Settings settings, ProvidersHealth health)
{
    /// <exception cref="ProblemException">403: the partner was disabled since. 503: a provider is paused, or there is no rate.</exception>
    public async Task<Quote> QuoteAsync(Session session, QuoteRequest wanted, CancellationToken cancellation)
    {
        var partner = await partners.FindEnabledAsync(session.PartnerId, cancellation);
        await health.RequireAsync(cancellation);
        var terms = await pricing.PriceAsync(wanted, partner, cancellation);
        var expectations = new Expectations(wanted.Asset, partner.Policies.Underpaid, settings.DepositWindow);
        return Quote.Of(tokens.Write(terms, session.Id.ToString()), session.Id, terms, expectations);
    }

    /// <exception cref="ProblemException">422: the asset was taken from the configuration since.</exception>
    public Asset AssetOf(Session session) => assets.TryFind(session.Currency, session.Network, out var asset)
        ? asset
        : throw Problems.Because("asset_paused", $"{session.Currency} on {session.Network} is not taken any more.");
}
