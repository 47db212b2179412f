using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Quotes;

/// <summary>POST /v1/quotes: what a sell would bring at this moment. Nobody can sell on it.</summary>
internal sealed class AskForQuote(Pricing pricing, QuoteToken tokens, Settings settings, Assets assets)
{
    [Function("CreateQuote")]
    [ForPartners(IfEnabled = true)]
    [Idempotent]
    [Refuses("offramp_disabled")]
    [Operation("createQuote", "Ask what a sell would bring", Says = "It is indicative: nobody can sell on it.")]
    [Takes(typeof(QuoteBody))]
    [Answers(200, typeof(Quote))]
    [Refuses("asset_paused", "fiat_not_supported", "limit_exceeded", "rate_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Quotes)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner();
        var wanted = Read(await RequestBody.ReadAsync(context), assets);
        var terms = await pricing.PriceAsync(wanted, partner, context.RequestAborted);
        var expectations = new Expectations(wanted.Asset, partner.Policies.Underpaid, settings.DepositWindow);
        return Results.Json(Quote.Of(tokens.Write(terms, Holder(partner)), null, terms, expectations));
    }

    private static QuoteRequest Read(JsonFields fields, Assets assets)
    {
        var asset = fields.Asset(assets, "asset", "network");
        var fiat = fields.Fiat("fiat_currency");
        var crypto = fields.Amount("crypto_amount", asset?.Currency);
        var paid = fields.Amount("fiat_amount", fiat);
        fields.OneAmount(required: true);
        fields.ThrowIfInvalid();
        return new(asset!, fiat!, crypto ?? paid!.Value, crypto is null ? "fiat_amount" : "crypto_amount");
    }

    private static string Holder(Partner partner) => $"{partner.Id}|indicative";
}
