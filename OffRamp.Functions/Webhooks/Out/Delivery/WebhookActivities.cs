using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>What the delivery of a sell's webhooks has done, safe to run twice.</summary>
internal sealed class WebhookActivities(SendWebhooks send, TimeProvider clock)
{
    [Function(nameof(SendWebhooks))]
    public async Task<DeliveryStep> SendWebhooks([ActivityTrigger] DeliveryInput sell, FunctionContext context)
    {
        var step = await Deadlines.Within(Deadlines.Activity, token => send.RunAsync(sell.SellId, token), context.CancellationToken);
        return DeliveryStep.Of(step, clock.GetUtcNow());
    }
}

/// <summary>What a visit to the outbox leaves to do, as its orchestration is told.</summary>
/// <param name="IsDone">Nothing is left.</param>
/// <param name="Wait">How long to wait at most before the next visit, if something is.</param>
internal sealed record DeliveryStep(bool IsDone, TimeSpan Wait)
{
    public static DeliveryStep Of(SendStep step, DateTimeOffset now) => new(step.IsDone, DurableWait.Until(step.Until, now));
}
