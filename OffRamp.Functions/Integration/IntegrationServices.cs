using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Integration;

internal static class IntegrationServices
{
    /// <summary>Everything by which other systems of the operator hear of events.</summary>
    public static IServiceCollection AddIntegration(this IServiceCollection services) => services
        .AddSingleton(container => new EventTopic(
            container.GetRequiredService<Settings>().ServiceBus, container.GetRequiredService<TimeProvider>(), container.GetRequiredService<ILogger<EventTopic>>()))
        .AddSingleton<IEventMessages, PublishEvents>();
}
