using Microsoft.DurableTask;

namespace OffRamp.Functions.Sells;

/// <summary>
/// The external events that tell a sell to look. They carry nothing, so several are worth one; a wait that was not answered
/// stays open from turn to turn, because one that is given up would swallow the next event.
/// </summary>
internal sealed class SellSignals(TaskOrchestrationContext context)
{
    private Task deposit = context.WaitForExternalEvent<object?>(SellHints.DepositReceived);
    private Task notice = context.WaitForExternalEvent<object?>(SellHints.NoticeReceived);

    /// <summary>Returns at the first event, or when that much time has passed.</summary>
    public async Task DepositReceivedOrNoticeAsync(TimeSpan atMost)
    {
        if (!deposit.IsCompleted && !notice.IsCompleted)
        {
            // The engine cannot take a timer back: it fires, and nobody hears it. But one that was not given up counts as open
            // work, and the orchestration would not end before it.
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(deposit, notice, context.CreateTimer(atMost, enough.Token));
            enough.Cancel();
        }
        while (deposit.IsCompleted)
        {
            deposit = context.WaitForExternalEvent<object?>(SellHints.DepositReceived);
        }
        while (notice.IsCompleted)
        {
            notice = context.WaitForExternalEvent<object?>(SellHints.NoticeReceived);
        }
    }
}
