namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask;

/// <summary>
/// The events that tell a sell to look. They carry nothing, so several are worth one; a wait that was not answered
/// stays open from turn to turn, because opening a second one for the same name would lose events.
/// </summary>
internal sealed class SellHints(TaskOrchestrationContext context)
{
    public const string DepositReceived = "DepositReceived";
    public const string NoticeReceived = "NoticeReceived";

    private Task deposit = context.WaitForExternalEvent<object?>(DepositReceived);
    private Task notice = context.WaitForExternalEvent<object?>(NoticeReceived);

    /// <summary>Returns at the first hint, or when the time has come.</summary>
    public async Task WaitAsync(DateTimeOffset until)
    {
        if (!deposit.IsCompleted && !notice.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            var timer = context.CreateTimer(NotAtOnce(until), enough.Token);
            if (await Task.WhenAny(deposit, notice, timer) != timer)
            {
                enough.Cancel();
            }
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

    /// <summary>Clocks of two machines differ a little: a time that has just passed here must not become a busy loop.</summary>
    private DateTime NotAtOnce(DateTimeOffset until)
    {
        var soonest = context.CurrentUtcDateTime + TimeSpan.FromSeconds(1);
        return until.UtcDateTime > soonest ? until.UtcDateTime : soonest;
    }
}
