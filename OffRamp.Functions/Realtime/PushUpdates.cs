using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// Tells those who follow a sell at this moment of what is new. Best effort, beside the webhooks: neither they nor payouts
/// wait for it, and who misses a sequence knows it.
/// </summary>
internal sealed partial class PushUpdates(WebPubSub service, TimeProvider clock, ILogger<PushUpdates> log) : ILiveUpdates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Distrust distrust = new(clock);

    /// <inheritdoc/>
    public async Task RunAsync(SellId sell, OutboxContent found, CancellationToken cancellation)
    {
        if (!service.IsOn || distrust.IsOn)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        foreach (var outgoing in found.Pending.Where(outgoing => outgoing.Event.Sequence > found.Sending.FeedTo))
        {
            if (await service.PublishAsync($"{sell}", LiveUpdate.Of(EventView.Of(outgoing.Event, found.Owner)), patience.Token))
            {
                continue;
            }

            distrust.Begin();
            NotTold(sell);
            return;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Those who follow a sell were not told of what is new. Sell: {SellId}.")]
    private partial void NotTold(SellId sellId);
}
