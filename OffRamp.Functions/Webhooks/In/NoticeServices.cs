using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Webhooks.In;

internal static class NoticeServices
{
    /// <summary>Everything that notices of providers pass through.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<KnownSells>()
        .AddSingleton<NoticeStore>()
        .AddSingleton<UnmatchedNotices>()
        .AddSingleton<RequestVisit>()
        .AddSingleton<NoticeInbox>()
        .AddSingleton<KycNotices>();
}
