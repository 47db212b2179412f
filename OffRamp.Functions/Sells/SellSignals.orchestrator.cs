using Microsoft.DurableTask;

namespace OffRamp.Functions.Sells;

/// <summary>
/// The external events that tell a sell to look, or, where the sender has written the record, what is next. A wait that was not
/// answered stays open from turn to turn, because one that is given up would swallow the next event.
/// </summary>
internal sealed class SellSignals(TaskOrchestrationContext context)
{
    public const string DepositReceived = "DepositReceived";
    public const string NoticeReceived = "NoticeReceived";

    private Task<SellStep?> deposit = context.WaitForExternalEvent<SellStep?>(DepositReceived);
    private Task<SellStep?> notice = context.WaitForExternalEvent<SellStep?>(NoticeReceived);

    /// <summary>Waits for the deposit-received event with a durable timer. A notice ends the wait too: it may be a cancellation.</summary>
    /// <returns>What is next; null where the record is to be asked.</returns>
    public Task<SellStep?> DepositOrTimerAsync(SellStep step) => FirstOfAllAsync(step);

    /// <summary>Waits for a notice with a durable timer. A deposit ends the wait too: it may come late, or twice.</summary>
    /// <returns>What is next; null where the record is to be asked.</returns>
    public Task<SellStep?> NoticeOrTimerAsync(SellStep step) => FirstOfAllAsync(step);

    private async Task<SellStep?> FirstOfAllAsync(SellStep step)
    {
        if (!deposit.IsCompleted && !notice.IsCompleted)
        {
            // The engine cannot take a timer back: it fires, and nobody hears it. But one that was not given up counts as open
            // work, and the orchestration would not end before it.
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(deposit, notice, context.CreateTimer(step.Wait, enough.Token));
            enough.Cancel();
        }

        var heard = new List<SellStep?>();
        for (; deposit.IsCompleted; deposit = context.WaitForExternalEvent<SellStep?>(DepositReceived))
        {
            heard.Add(await deposit);
        }
        for (; notice.IsCompleted; notice = context.WaitForExternalEvent<SellStep?>(NoticeReceived))
        {
            heard.Add(await notice);
        }
        return Latest(heard, step.Revision);
    }

    // One that says nothing tells to look; one that was overtaken says nothing any more.
    private static SellStep? Latest(List<SellStep?> heard, long known) =>
        heard.Contains(null) || heard.MaxBy(word => word!.Revision) is not { } latest || latest.Revision <= known ? null : latest;
}
