using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>Sends a sell's webhooks that were given up once more, in order, with the whole patience of new ones.</summary>
internal sealed class RedeliverWebhooks(Outbox outbox, OpenSells open, Deliveries deliveries, TimeProvider clock)
{
    /// <summary>False where none was given up.</summary>
    public async Task<bool> RunAsync(SellId sell, CancellationToken cancellation)
    {
        // First of all the sell is promised a visit: it may have ended long ago, and nobody would look.
        await open.AskForVisitAsync(sell, clock.GetUtcNow(), cancellation);
        var isAny = await outbox.ReviveDeadAsync(sell, cancellation);
        if (isAny)
        {
            await deliveries.StartAsync(sell);
        }

        await outbox.LeaveQueueAsync(sell, cancellation);
        return isAny;
    }
}
