namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask;

/// <summary>
/// One orchestration per sell: waits for the deposit with a durable timer, then has the payout made, or the sell
/// marked failed. It decides nothing; what to do, and until when to wait, is the answer of the activity before.
/// </summary>
internal sealed class SellOrchestrator : TaskOrchestrator<SellStart, string>
{
    public const string Name = "Sell";
    private const int TurnsPerExecution = 40;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    public override async Task<string> RunAsync(TaskOrchestrationContext context, SellStart start)
    {
        var sell = new SellRef(start.SellId);
        var hints = new SellHints(context);
        var step = start.First ?? await RunAsync(context, "Advance", sell, SellPhase.AwaitingDeposit);
        for (var turn = 0; turn < TurnsPerExecution && !step.IsEnd; turn++)
        {
            context.SetCustomStatus(step.Phase);
            if (step.IsWait)
            {
                await hints.WaitAsync(step.Until);
            }

            step = await RunAsync(context, ActivityFor(step.Next), sell, step.Phase);
        }

        context.SetCustomStatus(step.Phase);
        if (!step.IsEnd)
        {
            context.ContinueAsNew(new SellStart(start.SellId));
        }

        return step.Phase.ToString();
    }

    private static string ActivityFor(NextStep next) => next switch
    {
        NextStep.AskCustodian => "CheckDeposits",
        NextStep.PayOut => "SubmitPayout",
        NextStep.AskPayout => "CheckPayout",
        NextStep.SendRefund => "SendRefund",
        _ => "Advance",
    };

    /// <summary>A failed activity means an unknown outcome, never a decision: look again a little later.</summary>
    private static async Task<Step> RunAsync(TaskOrchestrationContext context, string activity, SellRef sell, SellPhase phase)
    {
        try
        {
            return await context.CallActivityAsync<Step>(activity, sell);
        }
        catch (TaskFailedException)
        {
            return new Step(phase, NextStep.AwaitNotice, context.CurrentUtcDateTime + AfterTrouble);
        }
    }
}
