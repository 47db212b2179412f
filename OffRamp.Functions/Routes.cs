using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.OpenApi;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Realtime;
using OffRamp.Functions.SellPage;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Settlements;
using OffRamp.Functions.Webhooks;

namespace OffRamp.Functions;

/// <summary>Every URL of the app, grouped by who calls it.</summary>
internal static class Routes
{
    public static void MapRoutes(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<CallLimits>();
        var all = app.MapGroup("").AddEndpointFilter(Deadlines.Filter).AddEndpointFilter(limits.CountRefusals);

        // Anyone
        var anyone = all.MapGroup("").WithMetadata(Caller.Anyone);
        anyone.MapGet("/health/live", Health.Live);
        anyone.MapGet("/health/ready", Health.Ready);
        anyone.MapGet("/openapi/v1.json", ShowDocument.Handle);
        anyone.MapGet("/docs", ShowDocs.Handle);
        anyone.MapGet("/docs/{file}", ShowDocs.HandleFile).ExcludeFromDescription();
        anyone.MapGet("/sell/{id}", ShowSellPage.Handle);
        anyone.MapGet("/sell/assets/{file}", ShowSellPage.HandleAsset).ExcludeFromDescription();
        anyone.MapGet("/widget/offramp.js", ShowSellPage.HandleScript);

        // Partners' backends
        var partner = all.MapPartnerGroup();
        var enabled = partner.MapEnabledGroup();
        enabled.MapPost("/widget/session", CreateSession.HandleProof).Idempotent();
        enabled.MapPost("/v1/sessions", CreateSession.HandleGate).Idempotent(required: true, alongside: CreateSession.InList);
        enabled.MapPost("/v1/quotes", AskForQuote.Handle).Idempotent();
        partner.MapGet("/v1/sessions", ListSessions.Handle);
        partner.MapGet("/v1/sessions/{id}", GetSession.Handle);
        partner.MapPost("/v1/sessions/{id}/cancel", CancelSession.HandlePartner).Idempotent();
        partner.MapPost("/v1/sessions/{id}/client_secret", RenewSecret.Handle).Idempotent();
        partner.MapGet("/v1/sells", ListSells.Handle);
        partner.MapGet("/v1/sells/{id}", GetSell.Handle);
        partner.MapPost("/v1/sells/{id}/realtime", FollowSell.HandlePartner).Idempotent();
        partner.MapGet("/v1/events", ListEvents.Handle);
        partner.MapGet("/v1/webhook_endpoint", GetWebhookEndpoint.Handle);
        partner.MapPut("/v1/webhook_endpoint", SetWebhookEndpoint.Handle);
        partner.MapPost("/v1/webhook_endpoint/rotate_secret", RotateWebhookSecret.Handle).Idempotent();
        partner.MapPost("/v1/webhook_endpoint/test", TestWebhook.Handle).Idempotent();
        partner.MapGet("/v1/webhook_deliveries", ListWebhookDeliveries.Handle);
        partner.MapPost("/v1/webhook_deliveries/{id}/replay", ReplayWebhook.Handle).Idempotent();
        partner.MapGet("/v1/settlements", GetSettlement.Handle);
        partner.MapGet("/v1/capabilities", GetCapabilities.Handle);
        partner.MapGet("/widget/transactions/{id}", GetTransaction.Handle);
        partner.MapGet("/widget/users/{userId}/kyc-status", GetKycStatus.Handle);

        // The sell page
        var page = all.MapSessionGroup();
        page.MapGet("", PageSession.Handle);
        page.MapPost("/kyc", StartKyc.Handle).Idempotent();
        page.MapPost("/quote", LockQuote.Handle).Idempotent();
        page.MapPost("/sell", StartSell.Handle).Idempotent();
        page.MapPost("/cancel", CancelSession.HandlePage).Idempotent();
        page.MapPost("/check_deposit", CheckDeposit.Handle).Idempotent();
        page.MapPost("/payout_details", GivePayoutDetails.Handle).Idempotent();
        page.MapPost("/realtime", FollowSell.HandlePage).Idempotent();

        // Providers: signed notices
        var providers = all.MapGroup("/webhooks").WithMetadata(Caller.Provider);
        providers.MapPost("/deposits", ReceiveDepositNotice.Handle);
        providers.MapPost("/payouts", ReceivePayoutNotice.Handle);
        providers.MapPost("/kyc", ReceiveKycNotice.Handle);

        // Azure Web PubSub, about the connections of those who follow a sell
        providers.MapMethods("/realtime", ["OPTIONS"], ReceiveRealtimeEvent.HandleOptions).ExcludeFromDescription();
        providers.MapPost("/realtime", ReceiveRealtimeEvent.Handle).ExcludeFromDescription();

        // Operators: X-Operator-Key, or signed in
        var operators = all.MapOperatorGroup();
        operators.MapPost("/ops/api/partners", CreatePartner.Handle);
        operators.MapGet("/ops/api/partners/{id}", ReadPartner.Handle);
        operators.MapPatch("/ops/api/partners/{id}", ChangePartner.Handle);
        operators.MapPost("/ops/api/partners/{id}/rotate_token", RotatePartnerToken.Handle);
        operators.MapPost("/ops/api/assets/{asset}/{network}", PauseAsset.Handle);
        operators.MapGet("/ops/api/sells", ListOperatorSells.Handle);
        operators.MapGet("/ops/api/sells/{id}", ReadOperatorSell.Handle);
        operators.MapPost("/ops/api/sells/{id}/actions", ActOnSell.Handle);
        operators.MapGet("/ops/api/find", FindSells.Handle);
        operators.MapGet("/ops/api/notices/unmatched", ListUnmatched.Handle);
        operators.MapGet("/ops/api/orchestrations", Orchestrations.HandleList);
        operators.MapGet("/ops/api/orchestrations/{instanceId}", Orchestrations.Handle);
        operators.MapGet("/ops/api/audit", ListAudit.Handle);

        // The Functions host
        app.MapDurable(SellServices.Registry());
        app.MapTimer("ReviveSells", (services, token) => Task.WhenAll(
            services.GetRequiredService<ReviveSells>().RunAsync(token),
            services.GetRequiredService<ExpireSessions>().RunAsync(token)));
        app.MapTimer("CheckLedgers", (services, token) => services.GetRequiredService<CheckLedgers>().RunAsync(token));
        app.MapTimer("PurgeHistory", (services, token) => Task.WhenAll(
            services.GetRequiredService<PurgeHistory>().RunAsync(token),
            services.GetRequiredService<ForgetClaims>().RunAsync(token),
            services.GetRequiredService<LiveTickets>().PurgeAsync(token)));
    }
}
