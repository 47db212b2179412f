namespace OffRamp.Functions.Tables;

/// <summary>The lists in which operators look for work.</summary>
internal static class Queues
{
    public const string OnHold = "on_hold";
    public const string ActionRequired = "action_required";
    public const string Late = "late";
    public const string RefundFailed = "refund_failed";
    public const string Case = "case";

    /// <summary>Sells that did not keep their promise to look: a matter of time, so it follows from the index of open sells.</summary>
    public const string Stuck = "stuck";

    /// <summary>Sells with an event that could not be delivered: known where webhooks are delivered.</summary>
    public const string WebhookDead = "webhook_dead";

    public static IReadOnlyList<string> All { get; } = [OnHold, ActionRequired, Stuck, Late, RefundFailed, Case, WebhookDead];
}
