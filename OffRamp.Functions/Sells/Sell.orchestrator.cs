using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>
/// One orchestration per sell: it waits on the deposit-received external event with a 6-hour durable timer, before either
/// triggering the payout activity or marking the request failed. It decides nothing: what is next, and how long to wait at
/// most, is the answer of the activity before, or comes with the event; a new sell brings its first wait along.
/// </summary>
internal static class SellOrchestration
{
    public const string Name = "Sell";

    private const int TurnsPerExecution = 40;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, SellStart start)
    {
        var (sell, signals) = (new SellRef(start.SellId), new SellSignals(context));
        var step = start.First ?? await CallAsync(context, "Advance", sell, before: null);
        for (var turn = 0; turn < TurnsPerExecution && !step.HasEnded; turn++)
        {
            context.SetCustomStatus(step.Phase);
            switch (step.Next)
            {
                case NextStep.AwaitDeposit:
                    // Six hours in the first place. The event says what is next where it is known; else Advance does: pay out, or failed.
                    step = await signals.DepositOrTimerAsync(step) ?? await CallAsync(context, "Advance", sell, step);
                    break;
                case NextStep.AwaitNotice:
                    step = await signals.NoticeOrTimerAsync(step) ?? await CallAsync(context, "Advance", sell, step);
                    break;
                case NextStep.AskCustodian:
                    step = await CallAsync(context, "CheckDeposits", sell, step);
                    break;
                case NextStep.PayOut:
                    step = await CallAsync(context, "SubmitPayout", sell, step);
                    break;
                case NextStep.AskPayout:
                    step = await CallAsync(context, "CheckPayout", sell, step);
                    break;
                case NextStep.SendRefund:
                    step = await CallAsync(context, "SendRefund", sell, step);
                    break;
                default:
                    throw new InvalidOperationException($"Nothing is known of {step.Next}.");
            }
        }
        context.SetCustomStatus(step.Phase);
        if (!step.HasEnded)
        {
            context.ContinueAsNew(sell);
        }
        return $"{step.Phase}";
    }

    /// <summary>
    /// A failed activity means an unknown outcome, never a decision: look again a little later. So does an answer that is none: after
    /// a host was killed, the engine has been seen to give a call the end of a timer.
    /// </summary>
    private static async Task<SellStep> CallAsync(TaskOrchestrationContext context, string activity, SellRef sell, SellStep? before)
    {
        try
        {
            return await context.CallActivityAsync<SellStep>(activity, sell);
        }
        catch (Exception e) when (e is TaskFailedException or JsonException)
        {
            return new SellStep(before?.Phase, NextStep.AwaitNotice, AfterTrouble, before?.Revision ?? 0);
        }
    }
}
