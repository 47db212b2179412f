using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>GET /v1/webhook_deliveries?event_id=&amp;state=: what became of webhooks, newest event first.</summary>
internal sealed class ListWebhookDeliveries(WebhookDeliveries deliveries, Cursor cursors)
{
    private const string Says = "Each event is one delivery with all its attempts, of which the last 50 are kept. Bodies are in the feed.";

    [Function("ListWebhookDeliveries")]
    [ForPartners]
    [Operation("listWebhookDeliveries", "List what became of webhooks, newest first", Says = Says)]
    [Paged]
    [QueryParameter("event_id")]
    [QueryParameter("state", typeof(DeliveryState))]
    [Answers(200, typeof(Page<WebhookDeliveryView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.WebhookDeliveries)] HttpRequest request)
    {
        var context = request.HttpContext;
        var partner = context.Partner().Id;
        var query = new QueryFields(context.Request.Query);
        var scope = $"deliveries:{partner}";
        var page = PageRequest.Read(query, cursors, scope);
        var eventId = query.Text("event_id");
        var state = query.Word<DeliveryState>("state");
        query.ThrowIfInvalid();
        return Results.Json(eventId is null
            ? await deliveries.ListAsync(partner, state, page, scope, context.RequestAborted)
            : await OneAsync(deliveries, partner, eventId, state, context.RequestAborted));
    }

    // An event that is not there, or another partner's, has no delivery.
    private static async Task<Page<WebhookDeliveryView>> OneAsync(
        WebhookDeliveries deliveries, PartnerId partner, string eventId, DeliveryState? state, CancellationToken cancellation)
    {
        var place = PrefixedId.TryParse<Ids.EventId>(eventId, out var id) ? await deliveries.FindAsync(partner, id, cancellation) : null;
        var view = place is null ? null : WebhookDeliveryView.Of(place.Sell, await deliveries.ReadAsync(place, cancellation));
        return new(view is not null && (state is null || view.State == state) ? [view] : [], false, null);
    }
}
