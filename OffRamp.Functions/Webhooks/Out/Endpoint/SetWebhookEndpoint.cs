using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>PUT /v1/webhook_endpoint: says where webhooks go. The first one makes a secret; each enables the endpoint.</summary>
internal sealed class SetWebhookEndpoint(WebhookEndpoints endpoints, WebhookNetwork network, TimeProvider clock)
{
    [Function("SetWebhookEndpoint")]
    [ForPartners]
    [Operation("setWebhookEndpoint", "Say where webhooks go, and which", Says = "An endpoint that was disabled is enabled by it.")]
    [Takes(typeof(WebhookEndpointBody))]
    [Answers(200, typeof(WebhookEndpointView), Says = "Changed. The secret stays.")]
    [Answers(201, typeof(WebhookEndpointView), Says = "Made, with `secret`, which is shown this once.")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.WebhookEndpoint)] HttpRequest request)
    {
        var context = request.HttpContext;
        var wanted = await WebhookEndpointRequest.ReadAsync(await RequestBody.ReadAsync(context), network, context.RequestAborted);
        var (partner, now) = (context.Partner().Id, clock.GetUtcNow());
        var secret = SigningSecret.New(Id26.New(now));
        while (true)
        {
            var stored = await endpoints.ReadAsync(partner, context.RequestAborted);
            var made = stored?.Secrets.Current?.Id == secret.Id; // by an earlier round, whose answer was lost
            var wished = stored is null ? Make(partner, wanted, secret, now) : Change(stored, wanted, now);
            if (!await endpoints.TryWriteAsync(wished, context.RequestAborted))
            {
                continue;
            }

            var view = WebhookEndpointView.Of(wished, now);
            return stored is null || made
                ? Results.Json(view with { Secret = secret.Show() }, statusCode: StatusCodes.Status201Created)
                : Results.Json(view);
        }
    }

    private static WebhookEndpoint Make(PartnerId partner, WebhookEndpointRequest wanted, SigningSecret secret, DateTimeOffset now) => new()
    {
        Partner = partner,
        Url = wanted.Url,
        EventTypes = wanted.EventTypes,
        Secrets = new([secret]),
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static WebhookEndpoint Change(WebhookEndpoint stored, WebhookEndpointRequest wanted, DateTimeOffset now) => stored with
    {
        Url = wanted.Url,
        EventTypes = wanted.EventTypes,
        DisabledReason = null,
        DisabledAt = null,
        UpdatedAt = now,
    };
}
