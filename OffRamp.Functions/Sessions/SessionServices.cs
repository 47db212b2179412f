using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Sessions;

internal static class SessionServices
{
    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionList>();
        services.AddSingleton<SessionExpiry>();
        services.AddSingleton<ExpireSessions>();
        services.AddSingleton<SessionAuthentication>();
        services.AddSingleton<ClientSecret>();
        services.AddSingleton<WidgetLink>();
        services.AddSingleton<NewSessions>();
        services.AddSingleton<Verifications>();
        services.AddSingleton<TellKyc>();
        services.AddSingleton<QuoteToken>();
        services.AddSingleton<PausedAssets>();
        services.AddSingleton<Pricing>();
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<NewAddresses>();
        services.AddSingleton<RefundAddresses>();
        services.AddSingleton<GivenDetails>();
        services.AddSingleton<VerifiedUsers>();
        services.AddSingleton<SellTerms>();
        services.AddSingleton<Cards>();
        services.AddSingleton<SellReservation>();
        services.AddSingleton<SellDraft>();
        services.AddSingleton<SellBirth>();
        services.AddSingleton<SellOpening>();
        services.AddSingleton<SellNudge>();
        services.AddSingleton<SellCancel>();
        services.AddSingleton<CancelDesk>();
        services.AddSingleton<SellPagePolicy>();
    }

    /// <summary>Endpoints of the sell page; <see cref="AuthenticatedSession.Session"/> says for which session.</summary>
    public static RouteGroupBuilder MapSessionGroup(this IEndpointRouteBuilder routes)
    {
        var authentication = routes.ServiceProvider.GetRequiredService<SessionAuthentication>();
        var clock = routes.ServiceProvider.GetRequiredService<TimeProvider>();
        return routes.MapGroup("/widget/sessions/{id}")
            .AddEndpointFilter((context, next) => DateByAsync(clock, context, next))
            .AddEndpointFilter(authentication.InvokeAsync)
            .WithMetadata(Caller.SellPage);
    }

    // The page counts down by it: a user's clock may be wrong, and in local mode business time runs ahead.
    private static ValueTask<object?> DateByAsync(TimeProvider clock, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.Date = clock.GetUtcNow().ToString("R");
        return next(context);
    }
}
