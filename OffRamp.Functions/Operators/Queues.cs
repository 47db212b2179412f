using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Operators;

/// <summary>The lists in which operators look for work. What a sell is in follows from the sell alone.</summary>
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

    public static IReadOnlySet<string> Of(Sell sell)
    {
        var queues = new HashSet<string>();
        if (sell.Phase == SellPhase.OnHold)
        {
            queues.Add(OnHold);
        }

        if (sell.Phase == SellPhase.ActionRequired)
        {
            queues.Add(ActionRequired);
        }

        if (sell.Labels.Contains(Labels.Late))
        {
            queues.Add(Late);
        }

        // By the refund and not by the phase: a failed refund of an excess leaves its sell paid.
        if (sell.Refunds is [.., { IsFailed: true }])
        {
            queues.Add(RefundFailed);
        }

        if (sell.OpenCases.Any())
        {
            queues.Add(Case);
        }

        return queues;
    }
}
