namespace OffRamp.Functions;

/// <summary>
/// Every URL of the app, grouped by who calls it; the functions say the rest. No two of them overlap but for the last, because
/// the Functions host takes the first that fits, in the order of the functions' names.
/// </summary>
internal static class Routes
{
    // Anyone
    public const string Live = "health/live";
    public const string Ready = "health/ready";
    public const string OpenApiDocument = "openapi/v1.json";
    public const string Docs = "docs";
    public const string DocsFile = "docs/{file}";
    public const string SellPage = "sell/{id}";
    public const string SellPageAsset = "sell/assets/{file}";
    public const string EmbedScript = "widget/offramp.js";
    public const string Console = "ops";
    public const string ConsoleAsset = "ops/assets/{file}";

    // Partners' backends: Authorization: Bearer with a client token
    public const string WidgetSession = "widget/session";
    public const string Sessions = "v1/sessions";
    public const string Quotes = "v1/quotes";
    public const string Session = "v1/sessions/{id}";
    public const string SessionCancel = "v1/sessions/{id}/cancel";
    public const string SessionClientSecret = "v1/sessions/{id}/client_secret";
    public const string Sells = "v1/sells";
    public const string Sell = "v1/sells/{id}";
    public const string SellRealtime = "v1/sells/{id}/realtime";
    public const string Events = "v1/events";
    public const string WebhookEndpoint = "v1/webhook_endpoint";
    public const string WebhookSecret = "v1/webhook_endpoint/rotate_secret";
    public const string WebhookTest = "v1/webhook_endpoint/test";
    public const string WebhookDeliveries = "v1/webhook_deliveries";
    public const string WebhookReplay = "v1/webhook_deliveries/{id}/replay";
    public const string Settlements = "v1/settlements";
    public const string Statements = "v1/statements";
    public const string Balances = "v1/balances";
    public const string Capabilities = "v1/capabilities";
    public const string Transaction = "widget/transactions/{id}";
    public const string KycStatus = "widget/users/{userId}/kyc-status";

    // The sell page: Authorization: Bearer with a client secret
    public const string PageSession = "widget/sessions/{id}";
    public const string PageKyc = "widget/sessions/{id}/kyc";
    public const string PageQuote = "widget/sessions/{id}/quote";
    public const string PageSell = "widget/sessions/{id}/sell";
    public const string PageCancel = "widget/sessions/{id}/cancel";
    public const string PageCheckDeposit = "widget/sessions/{id}/check_deposit";
    public const string PagePayoutDetails = "widget/sessions/{id}/payout_details";
    public const string PageRealtime = "widget/sessions/{id}/realtime";

    // Providers: signed notices; and Azure Web PubSub, about the connections of those who follow a sell
    public const string DepositNotices = "webhooks/deposits";
    public const string PayoutNotices = "webhooks/payouts";
    public const string KycNotices = "webhooks/kyc";
    public const string RealtimeEvents = "webhooks/realtime";

    // Operators: X-Operator-Key, or signed in
    public const string Me = "ops/api/me";
    public const string Partners = "ops/api/partners";
    public const string Partner = "ops/api/partners/{id}";
    public const string PartnerToken = "ops/api/partners/{id}/rotate_token";
    public const string Providers = "ops/api/providers";
    public const string Shortfalls = "ops/api/shortfalls";
    public const string Assets = "ops/api/assets";
    public const string Asset = "ops/api/assets/{asset}/{network}";
    public const string OperatorSells = "ops/api/sells";
    public const string OperatorSell = "ops/api/sells/{id}";
    public const string OperatorSellActions = "ops/api/sells/{id}/actions";
    public const string Approvals = "ops/api/approvals";
    public const string Approval = "ops/api/approvals/{id}";
    public const string OperatorFind = "ops/api/find";
    public const string UnmatchedNotices = "ops/api/notices/unmatched";
    public const string ProcessNotice = "ops/api/notices/unmatched/{id}/process";
    public const string Orchestrations = "ops/api/orchestrations";
    public const string Orchestration = "ops/api/orchestrations/{instanceId}";
    public const string OrchestrationHistory = "ops/api/orchestrations/{instanceId}/history";
    public const string Audit = "ops/api/audit";
    public const string Erasures = "ops/api/erasures";

    // What nothing else takes
    public const string Everything = "{*path}";
}
