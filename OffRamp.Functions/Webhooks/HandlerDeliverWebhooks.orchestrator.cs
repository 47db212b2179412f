using OffRamp.DurableTask;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Webhooks;

/// <summary>
/// One orchestration per sell while something of it is undelivered: has it sent, waits until it is to be tried again, or
/// for more. It decides nothing and carries nothing but the sell's id.
/// </summary>
internal sealed class DeliverWebhooksOrchestrator : TaskOrchestrator<SellRef, string>
{
    public const string Name = "DeliverWebhooks";

    /// <summary>The event that says that there is more; it carries nothing.</summary>
    public const string Hint = "EventsWritten";

    private const int TurnsPerExecution = 40;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    // Changes come in bursts, and an event for an instance that ends in that very turn is lost.
    private static readonly TimeSpan AfterTheLast = TimeSpan.FromSeconds(30);

    public override async Task<string> RunAsync(TaskOrchestrationContext context, SellRef sell)
    {
        var more = context.WaitForExternalEvent<object?>(Hint);
        for (var turn = 0; turn < TurnsPerExecution; turn++)
        {
            var step = await SendAsync(context, sell);
            var until = step.IsDone ? context.CurrentUtcDateTime + AfterTheLast : step.Until;
            if (!more.IsCompleted && !await IsToldAsync(context, more, until) && step.IsDone)
            {
                return "Settled";
            }

            while (more.IsCompleted)
            {
                more = context.WaitForExternalEvent<object?>(Hint);
            }
        }

        context.ContinueAsNew(sell);
        return "";
    }

    /// <summary>A failed activity has sent something or nothing: it finds that out itself.</summary>
    private static async Task<SendStep> SendAsync(TaskOrchestrationContext context, SellRef sell)
    {
        try
        {
            return await context.CallActivityAsync<SendStep>("SendWebhooks", sell);
        }
        catch (TaskFailedException)
        {
            return new SendStep(false, context.CurrentUtcDateTime + AfterTrouble);
        }
    }

    /// <summary>True when there is more before that time.</summary>
    private static async Task<bool> IsToldAsync(TaskOrchestrationContext context, Task more, DateTimeOffset until)
    {
        using var enough = new CancellationTokenSource();
        var soonest = context.CurrentUtcDateTime + TimeSpan.FromSeconds(1);
        var timer = context.CreateTimer(until.UtcDateTime > soonest ? until.UtcDateTime : soonest, enough.Token);
        if (await Task.WhenAny(more, timer) == timer)
        {
            return false;
        }

        enough.Cancel();
        return true;
    }
}
