using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>
/// One orchestration per sell: it waits on the deposit-received external event with a 6-hour durable timer, before either
/// triggering the payout activity or marking the request failed. It decides nothing: what is next, and how long to wait at
/// most, is the answer of the activity before.
/// </summary>
internal static class SellOrchestration
{
    public const string Name = "Sell";

    private const int TurnsPerExecution = 40;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, SellRef sell)
    {
        var signals = new SellSignals(context);
        var step = await CallAsync(context, "Advance", sell, SellPhase.AwaitingDeposit);
        for (var turn = 0; turn < TurnsPerExecution && !step.HasEnded; turn++)
        {
            context.SetCustomStatus(step.Phase);
            switch (step.Next)
            {
                case NextStep.AwaitDeposit or NextStep.AwaitNotice:
                    await signals.DepositReceivedOrNoticeAsync(step.Wait);
                    step = await CallAsync(context, "Advance", sell, step.Phase);
                    break;
                case NextStep.AskCustodian:
                    step = await CallAsync(context, "CheckDeposits", sell, step.Phase);
                    break;
                case NextStep.PayOut:
                    step = await CallAsync(context, "SubmitPayout", sell, step.Phase);
                    break;
                case NextStep.AskPayout:
                    step = await CallAsync(context, "CheckPayout", sell, step.Phase);
                    break;
                case NextStep.SendRefund:
                    step = await CallAsync(context, "SendRefund", sell, step.Phase);
                    break;
            }
        }
        context.SetCustomStatus(step.Phase);
        if (!step.HasEnded)
        {
            context.ContinueAsNew(sell);
        }
        return step.Phase.ToString();
    }

    /// <summary>A failed activity means an unknown outcome, never a decision: look again a little later.</summary>
    private static async Task<SellStep> CallAsync(TaskOrchestrationContext context, string activity, SellRef sell, SellPhase phase)
    {
        try
        {
            return await context.CallActivityAsync<SellStep>(activity, sell);
        }
        catch (TaskFailedException)
        {
            return new SellStep(phase, NextStep.AwaitNotice, AfterTrouble);
        }
    }
}
