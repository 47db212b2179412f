using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Realtime;

internal static class RealtimeServices
{
    /// <summary>Everything by which a sell is followed as it goes.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services
        .AddSingleton(container => new WebPubSub(container.GetRequiredService<Settings>().Realtime))
        .AddSingleton<LiveTickets>()
        .AddSingleton<GreetFollower>()
        .AddSingleton<ILiveUpdates, PushUpdates>();
}
