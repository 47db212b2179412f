using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>POST of the sell page's cancel: as <see cref="CancelSession"/>, by the user.</summary>
internal sealed class CancelPageSession(SessionCancellation cancellations, TimeProvider clock)
{
    [Function("CancelPageSession")]
    [ForSellPage]
    [Idempotent]
    [Operation("cancelPageSession", "Cancel the session and its sell", Says = CancelSession.Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SessionView))]
    [Refuses("deposit_already_detected", "session_not_cancellable", "session_busy", "decision_pending")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageCancel)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        await RequestBody.ReadAsync(context, optional: true);
        return Results.Json(PageView.Of((await cancellations.CancelAsync(context.Session(), context.RequestAborted)).View(clock.GetUtcNow())));
    }
}
