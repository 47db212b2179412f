using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>An operator lets a held sell go on: from where its money stands, without the doubt that held it.</summary>
internal static class ReleaseRules
{
    public static void Release(SellChange change)
    {
        Review(change);
        RestoredRules.GoOn(change);
        var reason = change.Sell.HoldReason!;
        var phase = Next(change.Sell);
        change.Tell(EventOf(phase), sell => sell with { Phase = phase, HoldReason = null, Waived = [.. sell.Waived.Union([reason])] }, "released");
    }

    /// <summary>What is there by now and risky, or too much, has been looked at; what comes later has not, nor what was dropped and comes again.</summary>
    public static void Review(SellChange change)
    {
        if (change.Sell.Deposits.Any(deposit => deposit.NeedsReview))
        {
            change.Note(sell => sell with { Deposits = [.. sell.Deposits.Select(Reviewed)] });
        }
    }

    private static Deposit Reviewed(Deposit deposit) => deposit.IsLive
        ? deposit with { IsReviewed = deposit.IsHighRisk || deposit.IsAboveMaximum || deposit.IsRiskUnknown }
        : deposit;

    private static SellPhase Next(Sell sell)
    {
        if (sell.Status == SellStatus.Failed)
        {
            return sell.HasOpenRefund ? SellPhase.Refunding : SellPhase.RefundFailed;
        }

        if (sell.Status == SellStatus.Processing || sell.LastPayout is not null)
        {
            return SellPhase.PayingOut;
        }

        return sell.LiveDeposits.Any(deposit => deposit is { IsConfirmed: false, IsSpeck: false }) ? SellPhase.ConfirmingDeposit : SellPhase.AwaitingDeposit;
    }

    private static string EventOf(SellPhase phase) => phase switch
    {
        SellPhase.PayingOut => "sell.processing",
        SellPhase.Refunding or SellPhase.RefundFailed => "sell.failed",
        _ => "sell.pending",
    };
}
