using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>GET /v1/webhook_endpoint, without its secret.</summary>
internal sealed class GetWebhookEndpoint(WebhookEndpoints endpoints, TimeProvider clock)
{
    [Function("GetWebhookEndpoint")]
    [ForPartners]
    [Operation("getWebhookEndpoint", "Read where webhooks go")]
    [Answers(200, typeof(WebhookEndpointView))]
    [Refuses("not_found")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.WebhookEndpoint)] HttpRequest request) =>
        await endpoints.ReadAsync(request.HttpContext.Partner().Id, request.HttpContext.RequestAborted) is { } endpoint
            ? Results.Json(WebhookEndpointView.Of(endpoint, clock.GetUtcNow()))
            : None();

    public static ProblemResult None() => Problems.NotFound("No webhook endpoint is set. PUT one.");
}
