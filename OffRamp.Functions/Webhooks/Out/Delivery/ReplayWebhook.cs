using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// POST /v1/webhook_deliveries/{id}/replay: one attempt now, whatever became of the event before, beside whatever else is
/// under way. It is added to the attempts; one that was given up or that nobody wanted is delivered by it.
/// </summary>
internal sealed class ReplayWebhook(Outbox outbox, WebhookDeliveries deliveries, WebhookEndpoints endpoints, WebhookSender sender, TimeProvider clock)
{
    private const string Says = "One attempt, at once, to the endpoint as it is now, with the `webhook-id` of the first; also of what was delivered "
        + "before, and also where the endpoint is disabled or does not want the type. The answer is the delivery with that attempt.";

    [Function("ReplayWebhookDelivery")]
    [ForPartners]
    [Idempotent]
    [Operation("replayWebhookDelivery", "Send a webhook again now", Says = Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(WebhookDeliveryView))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WebhookReplay)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id) => RunAsync(id, request.HttpContext);

    private async Task<IResult> RunAsync(string id, HttpContext context)
    {
        var (partner, cancellation) = (context.Partner().Id, context.RequestAborted);
        if (!PrefixedId.TryParse<WebhookId>(id, out var delivery)
            || await deliveries.FindAsync(partner, Ids.EventId.Of(delivery.Id), cancellation) is not { } place)
        {
            return Problems.NotFound();
        }

        if (await endpoints.ReadAsync(partner, cancellation) is not { } endpoint)
        {
            return GetWebhookEndpoint.None();
        }

        await RequestBody.ReadAsync(context, optional: true);

        var body = await deliveries.ReadBodyAsync(place, cancellation);
        var at = clock.GetUtcNow();
        var result = await sender.SendAsync(endpoint, place.Id, body, cancellation);
        var kept = await outbox.AddAttemptAsync(place, new(at, result.StatusCode, result.Error), result.IsDelivered, cancellation);
        return Results.Json(WebhookDeliveryView.Of(place.Sell, kept));
    }
}
