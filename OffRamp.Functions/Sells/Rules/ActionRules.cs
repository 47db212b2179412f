using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>What only the user can give: a new card after a declined payout, a new address after a failed refund.</summary>
internal static class ActionRules
{
    /// <summary>Asks for another card, unless there were enough of them: the time for all counts from the first failure.</summary>
    public static Step Ask(SellChange change, SellPolicy policy)
    {
        var until = change.Sell.ActionUntil ?? change.Now + policy.ActionWindow;
        if (change.Now >= until || change.Sell.Payouts.Count >= policy.MaximumCards)
        {
            return RefundRules.FailAndRefund(change, FailureCodes.PayoutFailed, policy);
        }

        change.Tell(
            "sell.action_required",
            sell => sell with { Phase = SellPhase.ActionRequired, ActionUntil = until },
            change.Sell.LastPayout!.FailureCode);
        return Decide(change, policy);
    }

    /// <summary>Waits for the user; when the time is up the crypto goes back.</summary>
    public static Step Decide(SellChange change, SellPolicy policy)
    {
        var until = change.Sell.ActionUntil!.Value;
        return change.Now >= until
            ? RefundRules.FailAndRefund(change, FailureCodes.PayoutFailed, policy)
            : new Step(SellPhase.ActionRequired, NextStep.AwaitNotice, until);
    }

    public static void Take(SellChange change, InboxItem item, SellPolicy policy)
    {
        switch (item)
        {
            case NewCard given when change.Sell.Phase == SellPhase.ActionRequired:
                TryAgain(change, given.Card);
                break;
            case RefundRequest when change.Sell.Phase == SellPhase.ActionRequired:
                RefundRules.FailAndRefund(change, FailureCodes.RefundRequested, policy);
                break;
            case NewRefundAddress given when UserAction.Of(change.Sell)?.Kind == UserAction.RefundAddress:
                change.BeginRecovery();
                change.Note(sell => sell with { RefundAddress = given.Address });
                RefundRules.Begin(change, UserAction.ForAnotherAddress(change.Sell), change.Sell.Refunds[^1].Reason, policy);
                break;
            default:
                change.Refuse(item.RowKey, Refusals.NoActionRequired);
                break;
        }
    }

    /// <summary>While the card was waited for a reorg may have taken the deposit, or the rate may have fallen: it is looked at like the first time.</summary>
    private static void TryAgain(SellChange change, Card card) =>
        change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, Card = card, IsPayoutWanted = true });
}

/// <summary>What the user is asked for, and until when; null when nothing.</summary>
internal sealed record UserAction(string Kind, DateTimeOffset? Until)
{
    public const string PayoutDetails = "payout_details";
    public const string RefundAddress = "refund_address";

    public static UserAction? Of(Sell sell) => sell switch
    {
        { Phase: SellPhase.ActionRequired } => new(PayoutDetails, sell.ActionUntil),
        { Phase: SellPhase.OnHold } or { HasPayoutOut: true } or { NeedsReview: true } => null,
        _ when ForAnotherAddress(sell).IsPositive => new(RefundAddress, null),
        _ => null,
    };

    /// <summary>
    /// What may go to another address by the user's word: what the refund that failed was to take, without what has come back
    /// of a payout since. That moves by a person's hand alone.
    /// </summary>
    public static Money ForAnotherAddress(Sell sell)
    {
        if (sell.Refunds is not [.., { IsFailed: true, IsBeyondLimit: false } failed])
        {
            return Money.Zero(sell.Asset);
        }

        var paid = sell.Payouts.LastOrDefault(payout => payout.Status is PayoutStatus.Settled or PayoutStatus.Returned);
        var hasComeBack = paid is { Status: PayoutStatus.Returned } && !(failed.CreatedAt >= paid.ReturnedAt);
        return Money.Min(failed.Takes, hasComeBack ? sell.Unassigned - paid!.Converts : sell.Unassigned);
    }
}
