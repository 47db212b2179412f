using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>POST /widget/sessions/{id}/quote: terms that the user has a minute to accept.</summary>
internal sealed class LockQuote(SessionQuotes quotes, SessionStore sessions, TimeProvider clock)
{
    [Function("LockQuote")]
    [ForSellPage]
    [Idempotent]
    [Operation("lockQuote", "Lock a quote for 60 s", Says = "Where the session fixed an amount, that one is used.")]
    [Takes(typeof(AmountBody), IsOptional = true)]
    [Answers(200, typeof(Quote))]
    [Refuses("offramp_disabled")]
    [Refuses("amount_fixed", "asset_paused", "limit_exceeded", "rate_unavailable", "provider_unavailable", "session_ended", "sell_exists", "session_busy")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageQuote)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var stored = context.OpenSession(clock);
        var fields = await RequestBody.ReadAsync(context, optional: true);
        var wanted = Read(fields, stored.Session, quotes.AssetOf(stored.Session));
        var quote = await quotes.QuoteAsync(stored.Session, wanted, context.RequestAborted);
        await sessions.ChangeAsync(
            stored,
            current => current.StatusAt(clock.GetUtcNow()) == SessionStatus.Open ? current.Session.Touched(clock.GetUtcNow()) : null,
            context.RequestAborted);
        return Results.Json(quote);
    }

    private static QuoteRequest Read(JsonFields fields, Session session, Asset asset)
    {
        var crypto = fields.Amount("crypto_amount", session.Currency);
        var paid = fields.Amount("fiat_amount", session.FiatCurrency);
        fields.OneAmount(required: session.FixedAmount is null);
        if (session.FixedAmount is { } given)
        {
            RefuseAnother(fields, "crypto_amount", crypto, given);
            RefuseAnother(fields, "fiat_amount", paid, given);
        }
        fields.ThrowIfInvalid();
        var amount = session.FixedAmount ?? crypto ?? paid!.Value;
        return new(asset, session.FiatCurrency, amount, amount.Currency == session.FiatCurrency ? "fiat_amount" : "crypto_amount");
    }

    private static void RefuseAnother(JsonFields fields, string name, Money? asked, Money given)
    {
        if (asked is { } amount && amount != given)
        {
            fields.Fail(name, "amount_fixed", $"The session is for {given.ToStoredText()}.");
        }
    }
}
