using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// Has events delivered: by an orchestration of its own for each sell, which runs while something is undelivered. All of
/// it is best effort: a later look at the sell or session sees what is left, and starts it again.
/// </summary>
internal sealed partial class Deliveries(IOrchestrationClient client, TimeProvider clock, ILogger<Deliveries> log)
{
    /// <summary>Nobody waits longer for a start than this; it goes on by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private const int MaximumAttempts = 3;

    private readonly Distrust distrust = new(clock);

    public static string InstanceOf(SellId sell) => $"{sell}-webhooks";

    /// <summary>Events were committed: they are to go out now.</summary>
    public Task StartAsync(SellId sell) => BrieflyAsync(StartAsync(sell, hasNews: true));

    /// <summary>Something is undelivered. Where its time has not come, nothing happens.</summary>
    public Task SeeToAsync(SellId sell) => BrieflyAsync(StartAsync(sell, hasNews: false));

    private async Task StartAsync(SellId sell, bool hasNews)
    {
        using var patience = new CancellationTokenSource(Longest);
        try
        {
            var isSeenTo = false;
            for (var attempt = 0; attempt < MaximumAttempts && !isSeenTo; attempt++)
            {
                isSeenTo = await IsStartedAsync(sell, patience.Token) || !hasNews || await IsToldAsync(sell, patience.Token);
            }

            if (!isSeenTo)
            {
                NotStarted(sell, "each time there was one that had ended when it was told");
            }
        }
        catch (Exception e)
        {
            distrust.Begin();
            NotStarted(sell, e.Message);
        }
    }

    private Task<bool> IsStartedAsync(SellId sell, CancellationToken cancellation) =>
        client.StartAsync(DeliverWebhooks.Name, InstanceOf(sell), new DeliveryInput(sell.ToString()), cancellation);

    /// <summary>False where the one that was there has ended in the meantime: then another can be started.</summary>
    private async Task<bool> IsToldAsync(SellId sell, CancellationToken cancellation) =>
        await client.RaiseEventAsync(InstanceOf(sell), DeliverWebhooks.EventsWritten, null, cancellation) == RaiseOutcome.Raised;

    /// <summary>Waits a little, so that in good times it is done by the time of the answer; not for an API that was silent a moment ago.</summary>
    private async Task BrieflyAsync(Task start)
    {
        if (!start.IsCompleted && !distrust.IsOn)
        {
            await Task.WhenAny(start, Task.Delay(Patience));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The delivery of webhooks could not be started; a later look will. Sell: {SellId}. Reason: {Reason}")]
    private partial void NotStarted(SellId sellId, string reason);
}
