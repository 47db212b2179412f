using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Partners;

/// <summary>GET /v1/capabilities: what this partner's users can sell, and on what terms.</summary>
internal sealed class GetCapabilities(
    Assets assets, PausedAssets paused, ProvidersHealth health, IPayoutProvider payouts, Settings settings)
{
    [Function("GetCapabilities")]
    [ForPartners]
    [Operation("getCapabilities", "Ask what can be sold, and on what terms", Says = "With a filter also whether it can be sold at this moment.")]
    [QueryParameter("country")]
    [QueryParameter("fiat_currency")]
    [QueryParameter("asset")]
    [QueryParameter("network")]
    [Answers(200, typeof(Capabilities))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Capabilities)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner();
        var query = new QueryFields(context.Request.Query);
        var filter = new CapabilityFilter(query.Text("country"), query.Text("fiat_currency"), query.Text("asset"), query.Text("network"));
        query.ThrowIfInvalid();

        var isDown = await health.FindPausedAsync(context.RequestAborted) is not [];
        var shown = new List<AssetCapability>();
        foreach (var asset in assets.All.Where(filter.Names))
        {
            shown.Add(AssetCapability.Of(asset, Limits.For(asset, partner), isDown || await paused.IsPausedAsync(asset, context.RequestAborted)));
        }

        var capabilities = new Capabilities
        {
            Assets = shown,
            FiatCurrencies = [.. Currency.All.Where(currency => currency.IsFiat)],
            PayoutMethods = [.. Currency.All.Where(filter.Pays).SelectMany(payouts.MethodsOf).Distinct()],
            Limits = LimitsView.Of(Limits.For(assets.All[0], partner)),
            DepositWindowSeconds = (long)settings.DepositWindow.TotalSeconds,
        };
        var whyNot = filter.WhyNot(partner, shown, isDown);
        return filter.IsEmpty
            ? Results.Json(capabilities, ApiJson.WithoutNulls)
            : Results.Json(capabilities with { Eligible = whyNot is null, UnavailableReason = whyNot });
    }
}

/// <summary>What a caller asks about; null for anything.</summary>
internal sealed record CapabilityFilter(string? Country, string? Fiat, string? Asset, string? Network)
{
    public bool IsEmpty => Country is null && Fiat is null && Asset is null && Network is null;

    /// <summary>Whether it is a currency that is asked about, and paid out.</summary>
    public bool Pays(Currency currency) => currency.IsFiat && (Fiat is null || currency.Code.Equals(Fiat, StringComparison.OrdinalIgnoreCase));

    public bool Names(Asset asset) =>
        (Asset is null || asset.Currency.Code.Equals(Asset, StringComparison.OrdinalIgnoreCase)) && (Network is null || asset.Network.ToString() == Network);

    /// <summary>Why nothing of this can be sold now; null where something can.</summary>
    public string? WhyNot(Partner partner, IReadOnlyList<AssetCapability> named, bool isDown) =>
        !partner.OfframpEnabled ? "offramp_disabled"
        : IsOutside(partner) ? "country_not_supported"
        : Fiat is not null && !(Currency.TryOf(Fiat, out var fiat) && fiat.IsFiat) ? "fiat_not_supported"
        : named.Count == 0 ? "asset_not_supported"
        : isDown ? "provider_unavailable"
        : named.All(asset => asset.Paused) ? "asset_paused"
        : null;

    // Of a country that nobody knows no user can be.
    private bool IsOutside(Partner partner) =>
        Country is null ? !partner.Policies.Admits(null) : Countries.Parse(Country) is not { } code || !partner.Policies.Admits(code);
}
