using OffRamp.DurableTask;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>
/// POST /widget/sessions/{id}/check_deposit, "I already sent it": the custodian is asked now, by the same activity that the
/// orchestration asks it by, and the orchestration goes on from what was recorded.
/// </summary>
internal static class CheckDeposit
{
    [Operation("checkDeposit", "Ask the custodian for the deposit now")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(SellView))]
    [Refuses("not_found", "session_ended", "provider_unavailable")]
    public static async Task<IResult> Handle(
        HttpContext context, CheckDeposits check, SellStore sells, SellOrchestrations orchestrations, TimeProvider clock)
    {
        var stored = context.Session();
        if (stored.StatusAt(clock.GetUtcNow()) is not (SessionStatus.Open or SessionStatus.Pending or SessionStatus.Processing))
            return Problems.Of("session_ended", "The session has ended.");
        if (stored.Sell is not { } sell)
            return Problems.NotFound("The session has no sell yet.");
        await RequestBody.ReadAsync(context, optional: true);
        if (sell.Phase is SellPhase.AwaitingDeposit or SellPhase.ConfirmingDeposit)
        {
            var id = sell.Id.ToString();
            await check.RunAsync(new TaskActivityContext(nameof(CheckDeposits), id, context.RequestAborted), new SellRef(id));
            await orchestrations.HintAsync(sell.Id, SellHints.DepositReceived, context.RequestAborted);
            sell = await sells.FindAsync(sell.Id, context.RequestAborted) ?? sell;
        }
        return Results.Json(PageView.Of(sell));
    }
}
