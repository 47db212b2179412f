using Microsoft.DurableTask;

namespace OffRamp.Functions.Sells;

/// <summary>
/// The external events that tell a sell to look. They carry nothing, so several are worth one; a wait that was not answered
/// stays open from turn to turn, because one that is given up would swallow the next event.
/// </summary>
internal sealed class SellSignals(TaskOrchestrationContext context)
{
    public const string DepositReceived = "DepositReceived";
    public const string NoticeReceived = "NoticeReceived";

    private Task deposit = context.WaitForExternalEvent<object?>(DepositReceived);
    private Task notice = context.WaitForExternalEvent<object?>(NoticeReceived);

    /// <summary>Waits for the deposit-received event with a durable timer. A notice ends the wait too: it may be a cancellation.</summary>
    public Task DepositOrTimerAsync(TimeSpan timer) => FirstOfAllAsync(timer);

    /// <summary>Waits for a notice with a durable timer. A deposit ends the wait too: it may come late, or twice.</summary>
    public Task NoticeOrTimerAsync(TimeSpan timer) => FirstOfAllAsync(timer);

    private async Task FirstOfAllAsync(TimeSpan timer)
    {
        if (!deposit.IsCompleted && !notice.IsCompleted)
        {
            // The engine cannot take a timer back: it fires, and nobody hears it. But one that was not given up counts as open
            // work, and the orchestration would not end before it.
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(deposit, notice, context.CreateTimer(timer, enough.Token));
            enough.Cancel();
        }
        while (deposit.IsCompleted)
        {
            deposit = context.WaitForExternalEvent<object?>(DepositReceived);
        }
        while (notice.IsCompleted)
        {
            notice = context.WaitForExternalEvent<object?>(NoticeReceived);
        }
    }
}
