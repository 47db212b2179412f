using OffRamp.Client.Models;
using static OffRamp.Client.Paths;

namespace OffRamp.Client;

/// <summary>The partner's endpoint, and what became of each webhook.</summary>
public sealed class WebhooksApi
{
    private readonly Api api;

    internal WebhooksApi(Api api) => this.api = api;

    /// <summary>Reads the endpoint; without its secret.</summary>
    public Task<WebhookEndpoint> GetEndpointAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<WebhookEndpoint>("/v1/webhook_endpoint", call, cancellation);

    /// <summary>Sets it; the first time the answer has the <c>secret</c>.</summary>
    public Task<WebhookEndpoint> SetEndpointAsync(WebhookEndpointBody endpoint, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PutAsync<WebhookEndpoint>("/v1/webhook_endpoint", endpoint, call, cancellation);

    /// <summary>Makes another secret; the old one signs too for 24 hours.</summary>
    public Task<WebhookEndpoint> RotateSecretAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<WebhookEndpoint>("/v1/webhook_endpoint/rotate_secret", null, call, cancellation);

    /// <summary>Sends <c>test.ping</c> now, and says what came back.</summary>
    public Task<WebhookTest> TestAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<WebhookTest>("/v1/webhook_endpoint/test", null, call, cancellation);

    /// <summary>What became of each, newest first.</summary>
    public PagedList<WebhookDelivery> Deliveries(DeliveryQuery? query = null) => new((cursor, cancellation) => api.GetAsync<Page<WebhookDelivery>>(
        Query("/v1/webhook_deliveries", ("event_id", query?.EventId), ("state", query?.State), ("limit", query?.Limit), ("cursor", cursor)), null, cancellation));

    /// <summary>Sends one again.</summary>
    public Task<WebhookDelivery> ReplayAsync(string deliveryId, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<WebhookDelivery>($"/v1/webhook_deliveries/{At(deliveryId)}/replay", null, call, cancellation);
}
