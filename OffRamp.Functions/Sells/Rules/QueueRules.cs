using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>In which of the operators' queues a sell is, as far as that follows from the sell alone.</summary>
internal static class QueueRules
{
    public static IReadOnlySet<string> Of(Sell sell)
    {
        var queues = new HashSet<string>();
        if (sell.Phase == SellPhase.OnHold)
        {
            queues.Add(Queues.OnHold);
        }

        if (sell.Phase == SellPhase.ActionRequired)
        {
            queues.Add(Queues.ActionRequired);
        }

        // The label stays for good; what waits for somebody is money that is still on its way back, or held.
        if (sell.Labels.Contains(Labels.Late) && (!sell.IsAtRest || sell.Unassigned.IsPositive))
        {
            queues.Add(Queues.Late);
        }

        // By the refund and not by the phase: a failed refund of an excess leaves its sell paid.
        if (sell.Refunds is [.., { IsFailed: true }])
        {
            queues.Add(Queues.RefundFailed);
        }

        if (sell.OpenCases.Any())
        {
            queues.Add(Queues.Case);
        }

        return queues;
    }
}
