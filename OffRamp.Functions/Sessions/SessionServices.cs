using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells.Creation;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Sessions;

internal static class SessionServices
{
    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionList>();
        services.AddSingleton<SessionExpiry>();
        services.AddSingleton<ExpireSessions>();
        services.AddSingleton<ICallerAuthentication, SessionAuthentication>();
        services.AddSingleton<ClientSecret>();
        services.AddSingleton<WidgetLink>();
        services.AddSingleton<NewSessions>();
        services.AddSingleton<Verifications>();
        services.AddSingleton<TellKyc>();
        services.AddSingleton<QuoteToken>();
        services.AddSingleton<PausedAssets>();
        services.AddSingleton<Pricing>();
        services.AddSingleton<SessionQuotes>();
        services.AddSingleton<NewAddresses>();
        services.AddSingleton<RefundAddresses>();
        services.AddSingleton<GivenDetails>();
        services.AddSingleton<VerifiedUsers>();
        services.AddSingleton<SellTerms>();
        services.AddSingleton<Cards>();
        services.AddSingleton<SellReservation>();
        services.AddSingleton<SellDraft>();
        services.AddSingleton<InsertSell>();
        services.AddSingleton<CreateSell>();
        services.AddSingleton<SellInbox>();
        services.AddSingleton<CancelSell>();
        services.AddSingleton<SessionCancellation>();
        services.AddSingleton<SellPagePolicy>();
    }
}
