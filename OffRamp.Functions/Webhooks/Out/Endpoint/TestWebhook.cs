using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>POST /v1/webhook_endpoint/test: sends a <c>test.ping</c> now, once, and tells what came of it. Nothing is kept or changed.</summary>
internal sealed class TestWebhook(WebhookEndpoints endpoints, WebhookSender sender, Settings settings, TimeProvider clock)
{
    private const string Says = "A signed `test.ping` goes to the endpoint at once, once, and the answer tells what came of it, also where that is a "
        + "failure. A disabled endpoint is tried too, and stays disabled; a 410 disables nothing.";

    [Function("TestWebhookEndpoint")]
    [ForPartners]
    [Idempotent]
    [Operation("testWebhookEndpoint", "Send a test event now", Says = Says)]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(WebhookTestView))]
    [Refuses("not_found")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WebhookTest)] HttpRequest request)
    {
        var context = request.HttpContext;
        if (await endpoints.ReadAsync(context.Partner().Id, context.RequestAborted) is not { } endpoint)
        {
            return GetWebhookEndpoint.None();
        }

        await RequestBody.ReadAsync(context, optional: true);
        var ping = new EventView
        {
            Id = Ids.EventId.Of(context.Claim().Id),
            Type = WebhookTypes.Ping,
            CreatedAt = clock.GetUtcNow(),
            Sequence = 0,
            Data = new() { ["object"] = "ping", ["livemode"] = !settings.IsLocal },
        };
        var result = await sender.SendAsync(endpoint, ping.Id, ping.ToBody(), context.RequestAborted);
        return Results.Json(new WebhookTestView(ping.Id, endpoint.Url.AbsoluteUri, result.IsDelivered, result.StatusCode, result.Error, ping.CreatedAt));
    }
}

/// <summary>What came of a test.</summary>
internal sealed record WebhookTestView(Ids.EventId EventId, string Url, bool Delivered, int? StatusCode, string? Error, DateTimeOffset SentAt)
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "webhook_test";
}
