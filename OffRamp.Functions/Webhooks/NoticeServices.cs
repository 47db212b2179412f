using OffRamp.Functions.Deposits;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Webhooks;

internal static class NoticeServices
{
    /// <summary>Everything that notices of providers pass through.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<KnownSells>()
        .AddSingleton<NoticeInbox>()
        .AddSingleton<UnmatchedNotices>()
        .AddSingleton<VisitSell>()
        .AddSingleton<NoticeDesk>()
        .AddSingleton<KycNotices>();
}
