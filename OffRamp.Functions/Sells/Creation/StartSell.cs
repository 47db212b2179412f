using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Partners;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>
/// POST /widget/sessions/{id}/sell: the session's one sell, on a quote that it was given. Repeated with the same quote it
/// answers with the sell that there is, however late.
/// </summary>
internal sealed class StartSell(SellTerms terms, CreateSell create, KnownPartners partners, TimeProvider clock)
{
    [Function("StartSell")]
    [ForSellPage]
    [Idempotent]
    [Operation("startSell", "Sell on a quote", Says = "Again with the same quote it answers with the sell that there is, however late.")]
    [Takes(typeof(SellBody))]
    [Answers(201, typeof(SellView))]
    [Refuses("offramp_disabled")]
    [Refuses("kyc_required", "quote_expired", "session_ended", "sell_exists", "quote_not_valid", "invalid_refund_address")]
    [Refuses("invalid_card_token", "limit_exceeded", "asset_paused", "provider_unavailable", "session_busy")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageSell)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var stored = context.Session();
        if (stored.Sell is not null)
        {
            return await AnswerAgainAsync(context, stored);
        }

        context.OpenSession(clock);
        await partners.FindEnabledAsync(stored.Session.PartnerId, context.RequestAborted);
        var order = await SellOrder.ReadAsync(context);
        var accepted = await terms.AcceptAsync(stored, order, context.RequestAborted);
        var created = await create.RunAsync(accepted, context.RequestAborted);
        return created.Session.QuoteHash == order.QuoteHash ? Show(created) : Exists();
    }

    private static async Task<IResult> AnswerAgainAsync(HttpContext context, StoredSession stored)
    {
        var hasEnded = stored.Sell!.Status is not (SellStatus.Pending or SellStatus.Processing);
        try
        {
            var order = await SellOrder.ReadAsync(context);
            if (order.QuoteHash == stored.Session.QuoteHash)
            {
                return Show(stored);
            }
        }
        catch (ProblemException) when (hasEnded)
        {
            // That it has ended comes first.
        }
        return hasEnded ? Problems.Of("session_ended", "The session's sell has ended.") : Exists();
    }

    private static IResult Show(StoredSession stored) => Results.Json(PageView.Of(stored.Sell!, stored.Session), statusCode: StatusCodes.Status201Created);

    private static ProblemResult Exists() => Problems.Of("sell_exists", "The session has a sell on another quote already.");
}
