using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>What follows from a payout or refund that a provider knows of, and a restored record does not: a person looks before anything moves.</summary>
internal static class RestoredRules
{
    public static void Hear(SellChange change, UnknownMovement found)
    {
        if (IsOnRecord(change.Sell, found.Id))
        {
            return;
        }

        var detail = $"after a restore: {found.Id} is known to the provider, and not on record";
        if (change.Sell.UnknownMovement != found.Id)
        {
            change.Alert(detail);
        }

        if (OperatorRules.CanBeHeld(change.Sell.Phase))
        {
            HoldRules.Hold(change, HoldReasons.Operator, detail);
        }
        else if (change.Sell.Phase.IsEnd())
        {
            change.OpenCase(found.Id.StartsWith("pay_", StringComparison.Ordinal) ? CaseKinds.PayoutContradiction : CaseKinds.RefundContradiction, found.Id);
        }

        change.Note(sell => sell with { UnknownMovement = found.Id });
    }

    /// <summary>
    /// Released, an attempt that never left gives way to the one that the provider knows of: the next has the next number, and
    /// is asked about before it would be sent.
    /// </summary>
    public static void GoOn(SellChange change)
    {
        if (change.Sell.UnknownMovement is { } id && change.Sell.LastPayout is { Status: PayoutStatus.Submitting, FirstTriedAt: null }
            && id.StartsWith("pay_", StringComparison.Ordinal))
        {
            PayoutRules.Withdraw(change);
        }

        change.Note(sell => sell with { UnknownMovement = null });
    }

    private static bool IsOnRecord(Sell sell, string id) =>
        sell.Payouts.Any(payout => payout.Id == id) || sell.Refunds.Any(refund => refund.Id == id);
}
