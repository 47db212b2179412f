using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>POST /v1/webhook_endpoint/rotate_secret: a new secret signs, and the old one beside it for 24 h.</summary>
internal sealed class RotateWebhookSecret(WebhookEndpoints endpoints, TimeProvider clock)
{
    [Function("RotateWebhookSecret")]
    [ForPartners]
    [Idempotent]
    [Operation("rotateWebhookSecret", "Make a new signing secret; for 24 h the old one signs too")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(WebhookEndpointView), Says = "The endpoint, with `secret`, which is shown this once.")]
    [Refuses("not_found")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WebhookSecret)] HttpRequest request)
    {
        var context = request.HttpContext;
        var (partner, now) = (context.Partner().Id, clock.GetUtcNow());
        if (await endpoints.ReadAsync(partner, context.RequestAborted) is not { } endpoint)
        {
            return GetWebhookEndpoint.None();
        }

        await RequestBody.ReadAsync(context, optional: true);

        // The request names the secret: done again, it finds it made and makes no other.
        var claimed = context.Claim().Id;
        while (true)
        {
            if (endpoint.Secrets.All.FirstOrDefault(secret => secret.Id == claimed) is { } made)
            {
                return Results.Json(WebhookEndpointView.Of(endpoint, now) with { Secret = made.Show() });
            }

            var secrets = endpoint.Secrets.Rotate(SigningSecret.New(claimed), now);
            await endpoints.TryWriteAsync(endpoint with { Secrets = secrets, UpdatedAt = now }, context.RequestAborted);
            endpoint = (await endpoints.ReadAsync(partner, context.RequestAborted))!;
        }
    }
}
