using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out;

internal static class WebhookServices
{
    /// <summary>Everything by which partners hear of events.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<SecretBox>()
        .AddSingleton<WebhookEndpoints>()
        .AddSingleton(container => new WebhookNetwork(container.GetRequiredService<Settings>().IsLocal))
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookDeliveries>()
        .AddSingleton<Outbox>()
        .AddSingleton<FeedWriter>()
        .AddSingleton<EventFeed>()
        .AddSingleton<Deliveries>()
        .AddSingleton<SendingSlots>()
        .AddSingleton<DeliveryRound>()
        .AddSingleton<SendWebhooks>();
}
