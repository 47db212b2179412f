namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>The types of events that partners are told; part of the HTTP contract.</summary>
internal static class WebhookTypes
{
    /// <summary>Sent on request, to see whether the endpoint works; it is about nothing and in no feed.</summary>
    public const string Ping = "test.ping";

    public static IReadOnlyList<string> All { get; } =
    [
        "session.created", "session.expired", "session.cancelled",
        "kyc.updated",
        "deposit.seen", "deposit.confirmed", "deposit.dropped",
        "sell.pending", "sell.processing", "sell.completed", "sell.failed", "sell.cancelled", "sell.on_hold", "sell.action_required", "sell.delayed",
        "payout.submitted", "payout.settled", "payout.failed", "payout.returned",
        "refund.pending", "refund.sent", "refund.failed",
        Ping,
    ];
}
