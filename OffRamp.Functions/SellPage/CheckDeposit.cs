using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>
/// POST /widget/sessions/{id}/check_deposit, "I already sent it": the custodian is asked now, by the same activity that the
/// orchestration asks it by, and the orchestration goes on from what was recorded.
/// </summary>
internal sealed class CheckDeposit(CheckDeposits check, SellStore sells, SellOrchestrations orchestrations, TimeProvider clock)
{
    [Function("CheckDeposit")]
    [ForSellPage]
    [Idempotent]
    [Operation("checkDeposit", "Ask the custodian for the deposit now")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SellView))]
    [Refuses("not_found", "session_ended", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageCheckDeposit)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var stored = context.Session();
        if (stored.StatusAt(clock.GetUtcNow()) is not (SessionStatus.Open or SessionStatus.Pending or SessionStatus.Processing))
        {
            return Problems.Of("session_ended", "The session has ended.");
        }

        if (stored.Sell is not { } sell)
        {
            return Problems.NotFound("The session has no sell yet.");
        }

        await RequestBody.ReadAsync(context, optional: true);
        if (sell.Phase is SellPhase.AwaitingDeposit or SellPhase.ConfirmingDeposit)
        {
            var step = await check.RunAsync(sell.Id, context.RequestAborted);
            await orchestrations.HintAsync(sell.Id, SellSignals.DepositReceived, SellStep.Of(step, clock.GetUtcNow()), context.RequestAborted);
            sell = await sells.FindAsync(sell.Id, context.RequestAborted) ?? sell;
        }
        return Results.Json(PageView.Of(sell, stored.Session));
    }
}
