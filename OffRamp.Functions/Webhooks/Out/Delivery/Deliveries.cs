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

    /// <summary>What one that was started may take to begin.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(45);

    /// <summary>A visit to the outbox takes a minute at most, and who finds no free place comes again half a minute later.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(2);

    private const int MaximumAttempts = 3;

    private readonly Distrust distrust = new(clock);

    public static string InstanceOf(SellId sell) => $"{sell}-webhooks";

    /// <summary>Events were committed: they are to go out now.</summary>
    public Task StartAsync(SellId sell) => BrieflyAsync(StartAsync(sell, hasNews: true));

    /// <summary>
    /// Something is undelivered. Where its time has not come, nothing happens; where it is long past, an orchestration that runs all the same waits for
    /// what was lost, and is given up.
    /// </summary>
    /// <param name="sell">Whose.</param>
    /// <param name="since">When it should have gone out, or should.</param>
    public Task SeeToAsync(SellId sell, DateTimeOffset since) =>
        BrieflyAsync(since + LongestStart <= clock.GetUtcNow() ? GiveUpAsync(sell) : StartAsync(sell, hasNews: false));

    private Task StartAsync(SellId sell, bool hasNews) => TryAsync(sell, async token =>
    {
        var isSeenTo = false;
        for (var attempt = 0; attempt < MaximumAttempts && !isSeenTo; attempt++)
        {
            isSeenTo = await IsStartedAsync(sell, token) || !hasNews || await IsToldAsync(sell, token);
        }

        if (!isSeenTo)
        {
            NotStarted(sell, "each time there was one that had ended when it was told");
        }
    });

    private Task GiveUpAsync(SellId sell) => TryAsync(sell, async token =>
    {
        if (!await IsStartedAsync(sell, token) && await StandsStillAsync(sell, token))
        {
            await client.TerminateAsync(InstanceOf(sell), "It has not tried what it should have long ago.", token);
            GivenUp(sell);
        }
    });

    private async Task TryAsync(SellId sell, Func<CancellationToken, Task> ask)
    {
        using var patience = new CancellationTokenSource(Longest);
        try
        {
            await ask(patience.Token);
        }
        catch (Exception e)
        {
            distrust.Begin();
            NotStarted(sell, e.Message);
        }
    }

    private Task<bool> IsStartedAsync(SellId sell, CancellationToken cancellation) =>
        client.StartAsync(DeliverWebhooks.Name, InstanceOf(sell), new DeliveryInput(sell.ToString()), cancellation);

    /// <summary>One that is only turned away by a partner whose endpoint is silent comes again all the time.</summary>
    private async Task<bool> StandsStillAsync(SellId sell, CancellationToken cancellation) =>
        await client.FindAsync(InstanceOf(sell), cancellation) is { IsCompleted: false } found && found.LastUpdatedAt + LongestTurn <= clock.GetUtcNow();

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

    [LoggerMessage(LogLevel.Warning, "The delivery of webhooks stood still and was given up; the next look starts another. Sell: {SellId}")]
    private partial void GivenUp(SellId sellId);

    [LoggerMessage(LogLevel.Warning, "The delivery of webhooks could not be started; a later look will. Sell: {SellId}. Reason: {Reason}")]
    private partial void NotStarted(SellId sellId, string reason);
}
