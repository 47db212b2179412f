namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;

/// <summary>
/// What operators may do with a sell, and when. It is decided as part of the commit: whoever looked at an older
/// sequence is refused as stale, so that of two who decide at once only one has an effect.
/// </summary>
internal static class OperatorRules
{
    /// <summary>The one table of what is possible where; money and payouts add conditions of their own.</summary>
    private static readonly Dictionary<SellAction, SellPhase[]> Phases = new()
    {
        [SellAction.Hold] = [SellPhase.AwaitingDeposit, SellPhase.ConfirmingDeposit, SellPhase.PayingOut, SellPhase.ActionRequired, SellPhase.Refunding, SellPhase.RefundFailed],
        [SellAction.Release] = [SellPhase.OnHold],
        [SellAction.PayOut] = [SellPhase.OnHold, SellPhase.ActionRequired, SellPhase.RefundFailed, SellPhase.Paid],
        [SellAction.Refund] = [.. Enum.GetValues<SellPhase>().Except([SellPhase.Refunding])],
        [SellAction.Cancel] = [SellPhase.AwaitingDeposit],
        [SellAction.MatchDeposit] = [SellPhase.AwaitingDeposit, SellPhase.ConfirmingDeposit, SellPhase.OnHold],
        [SellAction.Redeliver] = [],
    };

    public static void Take(SellChange change, OperatorAction item, SellPolicy policy)
    {
        if (FindRefusal(change.Sell, item.Order, policy) is { } refusal)
        {
            change.Refuse(item.RowKey, refusal);
            return;
        }

        change.BeginRecovery();
        switch (item.Order.Action)
        {
            case SellAction.Hold:
                HoldRules.Hold(change, HoldReasons.Operator);
                break;
            case SellAction.Release:
                ReleaseRules.Release(change);
                break;
            case SellAction.PayOut:
                PayOut(change, item.Order);
                break;
            case SellAction.Refund:
                Refund(change, item.Order);
                break;
            case SellAction.Cancel:
                CancelRules.Take(change, new CancelRequest(item.RowKey, item.ReceivedAt));
                break;
            default:
                Count(change, FindUncounted(change.Sell, item.Order.Deposit)!);
                break;
        }
    }

    private static string? FindRefusal(Sell sell, OperatorOrder order, SellPolicy policy)
    {
        if (order.SeenSequence != sell.Sequence)
        {
            return Refusals.Stale;
        }

        if (order.Action is SellAction.PayOut or SellAction.Refund && sell.HasPayoutOut)
        {
            return Refusals.PayoutUnresolved;
        }

        return Phases[order.Action].Contains(sell.Phase) && CanBeDone(sell, order, policy) ? null : Refusals.ActionNotPossible;
    }

    private static bool CanBeDone(Sell sell, OperatorOrder order, SellPolicy policy) => order.Action switch
    {
        SellAction.PayOut => !sell.HasOpenRefund && sell.Quote.PayFor(Payable(sell)).IsPositive
            && (sell.Phase != SellPhase.Paid || sell.LastPayout is { Status: PayoutStatus.Returned or PayoutStatus.Failed }),
        SellAction.Refund => !sell.HasOpenRefund && sell.Unassigned.IsPositive,
        SellAction.Cancel => !sell.LiveDeposits.Any(),
        SellAction.MatchDeposit => sell.Status == SellStatus.Pending && FindUncounted(sell, order.Deposit) is not null
            && sell.LiveDeposits.Count() < policy.MaximumDeposits,
        _ => true,
    };

    /// <summary>Never more than the quote, than what came, or than what is still held.</summary>
    private static Money Payable(Sell sell) => Money.Min(Money.Min(sell.Received, sell.Quote.CryptoAmount), sell.Unassigned);

    /// <summary>Pays what is there. An operator has looked at it: the checks before a payout are not made once more.</summary>
    private static void PayOut(SellChange change, OperatorOrder order)
    {
        var converts = Payable(change.Sell);
        Close(change);
        change.Note(sell => sell with { Card = order.Card ?? sell.Card });
        if (change.Sell.Phase != SellPhase.Paid)
        {
            change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, HoldReason = null, FailureCode = null }, HoldReasons.Operator);
        }

        PayoutRules.Begin(change, change.Sell.Quote.PayFor(converts), converts);
    }

    /// <summary>Sends back everything that is held, after an end too, which stands.</summary>
    private static void Refund(SellChange change, OperatorOrder order)
    {
        Close(change);
        change.Note(sell => sell with { RefundAddress = order.RefundAddress ?? sell.RefundAddress });
        var reason = change.Sell.Phase.IsEnd() ? RefundReasons.After(change.Sell) : RefundReasons.Operator;
        if (!change.Sell.Phase.IsEnd() && change.Sell.Phase != SellPhase.RefundFailed)
        {
            change.Tell(
                "sell.failed",
                sell => sell with { Phase = SellPhase.Refunding, HoldReason = null, FailureCode = sell.FailureCode ?? FailureCodes.Operator },
                FailureCodes.Operator);
        }

        RefundRules.Begin(change, change.Sell.Unassigned, reason);
    }

    /// <summary>The amount is decided: what is not confirmed by now does not join it, and what was confirmed has been looked at.</summary>
    private static void Close(SellChange change)
    {
        ReleaseRules.Review(change);
        foreach (var open in change.Sell.LiveDeposits.Where(deposit => !deposit.IsConfirmed).ToList())
        {
            change.Label(Labels.Duplicate);
            change.OpenCase(CaseKinds.DuplicateDeposit, open.Id);
            change.Note(sell => With(sell, open.Id, deposit => deposit with { Counts = false }));
        }
    }

    private static Deposit? FindUncounted(Sell sell, DepositRef? named) => named is null || named.Network != sell.Network
        ? null
        : sell.Deposits.FirstOrDefault(deposit =>
            deposit is { Counts: false, IsLive: true }
            && (deposit.TxHash, deposit.LogIndex, deposit.Amount) == (named.TxHash, named.LogIndex, named.Amount));

    private static void Count(SellChange change, Deposit found) =>
        change.Tell(
            change.Sell.Phase == SellPhase.OnHold ? "sell.on_hold" : "sell.pending",
            sell => DepositRules.Collecting(With(sell, found.Id, deposit => deposit with { Counts = true })),
            HoldReasons.Operator);

    private static Sell With(Sell sell, string id, Func<Deposit, Deposit> edit) =>
        sell with { Deposits = [.. sell.Deposits.Select(deposit => deposit.Id == id ? edit(deposit) : deposit)] };
}
