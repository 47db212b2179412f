using OffRamp.Functions.Hosting;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Webhooks;

/// <summary>GET /v1/webhook_endpoint, without its secret.</summary>
internal static class GetWebhookEndpoint
{
    [Operation("getWebhookEndpoint", "Read where webhooks go")]
    [Answers(200, typeof(WebhookEndpointView))]
    [Refuses("not_found")]
    public static async Task<IResult> Handle(HttpContext context, WebhookEndpoints endpoints, TimeProvider clock) =>
        await endpoints.ReadAsync(context.Partner().Id, context.RequestAborted) is { } endpoint
            ? Results.Json(WebhookEndpointView.Of(endpoint, clock.GetUtcNow()))
            : None();

    public static ProblemResult None() => Problems.NotFound("No webhook endpoint is set. PUT one.");
}
