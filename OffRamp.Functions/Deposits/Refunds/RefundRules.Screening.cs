using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>Where a refund would go, and whose money it is, is looked at once more before it leaves.</summary>
internal static partial class RefundRules
{
    /// <summary>
    /// Nothing has left. High risk is a person's, and so is what the user's day has no room for, and silence after a while; until
    /// then it is asked again, and after it too.
    /// </summary>
    private static void Doubt(SellChange change, Refund refund, RefundDoubted doubted)
    {
        var isKnown = doubted.IsHighRisk || doubted.IsBeyondLimit;
        if (!isKnown)
        {
            AskLater(change, refund, refund.Status, null);
        }

        if (!isKnown && change.Now < refund.CreatedAt + ScreeningRules.Patience)
        {
            return;
        }

        if (change.Sell.Phase == SellPhase.Refunding)
        {
            change.Note(sell => sell with { ScreeningSilentSince = isKnown ? null : refund.CreatedAt });
            HoldRules.Hold(change, HoldReasons.ComplianceReview, Why(change.Sell, doubted));
        }
        else if (change.Sell.Phase.IsEnd())
        {
            change.OpenCase(HoldReasons.ComplianceReview, refund.Id);
            if (isKnown)
            {
                change.Note(sell => With(sell, refund.Id, known => known with { IsBeyondLimit = doubted.IsBeyondLimit }));
                Fail(change, refund);
            }
        }
        else if (isKnown)
        {
            // Held for silence, and now there is a word: this hold is a person's.
            ScreeningRules.Heard(change);
        }
    }

    private static string Why(Sell sell, RefundDoubted doubted) =>
        doubted.IsBeyondLimit ? "it is more than the user's day has room for"
        : doubted.IsHighRisk ? $"{Suspect(sell)} is of high risk"
        : "the screening provider is silent";

    private static string Suspect(Sell sell) => sell.NeedsReview ? "a sender" : "the refund address";

    /// <summary>What was held for silence alone goes on.</summary>
    private static void Clear(SellChange change)
    {
        if (ScreeningRules.IsHeldForSilence(change.Sell))
        {
            ScreeningRules.Heard(change);
            change.Tell("sell.failed", sell => sell with { Phase = SellPhase.Refunding, HoldReason = null }, "screened");
        }
    }
}
