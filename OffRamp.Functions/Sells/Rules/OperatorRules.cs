using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

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
        [SellAction.MatchDeposit] = Enum.GetValues<SellPhase>(),
        [SellAction.SetAsideEntry] = Enum.GetValues<SellPhase>(),
        [SellAction.CloseCase] = Enum.GetValues<SellPhase>(),
        [SellAction.ResolvePayout] = Enum.GetValues<SellPhase>(),
        [SellAction.ResolveRefund] = Enum.GetValues<SellPhase>(),
        [SellAction.Redeliver] = [],
    };

    public static void Take(SellChange change, OperatorAction item, SellPolicy policy)
    {
        if (FindRefusal(change.Sell, item.Order, change.Now, policy) is { } refusal)
        {
            change.Refuse(item.RowKey, refusal);
            return;
        }

        switch (item.Order.Action)
        {
            case SellAction.CloseCase:
                change.CloseCase(item.Order.CaseId!);
                return;
            case SellAction.SetAsideEntry:
                change.Note(sell => sell with { SetAside = [.. sell.SetAside, item.Order.EntryId!] });
                return;
            case SellAction.ResolvePayout:
                PayoutRules.Resolve(change, item.Order.Payout!);
                return;
            case SellAction.ResolveRefund:
                RefundRules.HearOutcome(change, new RefundReported(item.Order.Refund!));
                return;
            case SellAction.MatchDeposit:
                MatchRules.Count(change, item.Order.Deposit!, item.ReceivedAt, policy);
                return;
            default:
                change.BeginRecovery();
                Act(change, item, policy);
                return;
        }
    }

    private static void Act(SellChange change, OperatorAction item, SellPolicy policy)
    {
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
                Refund(change, item.Order, policy);
                break;
            default:
                CancelRules.Take(change, new CancelRequest(item.RowKey, item.ReceivedAt), policy);
                break;
        }
    }

    /// <summary>Whether what would be sent back is held for a person's look: at its sender, at how much it is, at where it goes.</summary>
    public static bool WaivesALook(Sell sell) => sell.NeedsReview || sell.HoldReason == HoldReasons.ComplianceReview
        || sell.Refunds is [.., { IsFailed: true, IsBeyondLimit: true }] || sell.OpenCases.Any(open => open.Kind == HoldReasons.ComplianceReview);

    /// <summary>Whether a sell in that phase can be held at all.</summary>
    public static bool CanBeHeld(SellPhase phase) => Phases[SellAction.Hold].Contains(phase);

    /// <summary>Why it cannot be done with the sell as it is, by a code of the contract; null where it can.</summary>
    public static string? FindRefusal(Sell sell, OperatorOrder order, DateTimeOffset now, SellPolicy policy)
    {
        if (order.SeenSequence != sell.Sequence)
        {
            return Refusals.Stale;
        }

        if (order.Action is SellAction.PayOut or SellAction.Refund && sell.HasPayoutOut)
        {
            return Refusals.PayoutUnresolved;
        }

        return Phases[order.Action].Contains(sell.Phase) && CanBeDone(sell, order, now, policy) ? null : Refusals.ActionNotPossible;
    }

    private static bool CanBeDone(Sell sell, OperatorOrder order, DateTimeOffset now, SellPolicy policy) => order.Action switch
    {
        SellAction.PayOut => !sell.HasOpenRefund && !IsMismatch(sell) && sell.Quote.PayFor(PayRules.Payable(sell, policy.Asset)).IsPositive
            && (sell.Phase != SellPhase.Paid || sell.LastPayout is { Status: PayoutStatus.Returned or PayoutStatus.Failed }),
        SellAction.Release => !IsMismatch(sell),
        SellAction.Refund => !sell.HasOpenRefund && (IsMismatch(sell) ? sell.CustodianConfirmed is not null : sell.Unassigned.IsPositive || IsUnconfirmed(sell)),
        SellAction.Cancel => !sell.HasSeenMoreThan(policy.Asset.Dust),
        SellAction.MatchDeposit => order.Deposit is { } fact && MatchRules.CanBeCounted(sell, fact, policy),
        SellAction.SetAsideEntry => sell.Entries.Any(entry => entry.EntryId == order.EntryId) && !sell.SetAside.Contains(order.EntryId!),
        SellAction.ResolvePayout => PayoutRules.CanBeResolved(sell, order.Payout, now),
        SellAction.ResolveRefund => sell.Refunds.Any(refund => refund.IsOpen && refund.Id == order.Refund?.RefundId && now >= refund.CreatedAt + PayoutRetry.Patience),
        SellAction.CloseCase => sell.OpenCases.Any(open => open.Id == order.CaseId),
        _ => true,
    };

    /// <summary>Held for the custodian's word, which nobody can waive.</summary>
    private static bool IsMismatch(Sell sell) => sell is { Phase: SellPhase.OnHold, HoldReason: HoldReasons.DepositMismatch };

    /// <summary>Held because nothing of what was seen confirms, which it may never do.</summary>
    private static bool IsUnconfirmed(Sell sell) => sell is { Phase: SellPhase.OnHold, HoldReason: HoldReasons.ConfirmationTimeout, Unassigned.IsPositive: false };

    /// <summary>
    /// Pays what is there, once it was looked at like any payout. What the operator was told of, by a hold or a case, is waived;
    /// what nobody has seen yet is not.
    /// </summary>
    private static void PayOut(SellChange change, OperatorOrder order)
    {
        Close(change);
        change.Note(sell => sell with
        {
            Card = order.Card ?? sell.Card,
            IsPayoutWanted = true,
            DecidedOn = sell.Owed,
            Waived = [.. sell.Waived.Union(sell.OpenCases.Select(open => open.Kind)).Union(sell.HoldReason is { } told ? [told] : [])],
        });
        if (change.Sell.Phase != SellPhase.Paid)
        {
            change.Tell("sell.processing", sell => sell with { Phase = SellPhase.PayingOut, HoldReason = null, FailureCode = null }, HoldReasons.Operator);
        }
    }

    /// <summary>
    /// Sends back everything that is held, after an end too, which stands; of what the custodian does not confirm, nothing. Where that is
    /// all there is, the sell ends with nothing to send; what confirms after that goes back like whatever comes too late.
    /// </summary>
    private static void Refund(SellChange change, OperatorOrder order, SellPolicy policy)
    {
        change.Note(sell => sell with { RefundAddress = order.RefundAddress ?? sell.RefundAddress });
        if (IsUnconfirmed(change.Sell))
        {
            StopCounting(change);
            GiveUp(change);
            return;
        }

        var amount = Refundable(change.Sell);
        if (IsMismatch(change.Sell) && amount <= policy.Asset.Dust)
        {
            GiveUp(change);
            return;
        }

        // Of what nobody was asked to look at, it is looked at before it leaves like any refund.
        var isDecided = WaivesALook(change.Sell);
        Close(change);
        var reason = change.Sell.Phase.IsEnd() ? RefundReasons.After(change.Sell) : RefundReasons.Operator;
        if (!change.Sell.Phase.IsEnd() && change.Sell.Phase != SellPhase.RefundFailed)
        {
            change.Tell(
                "sell.failed",
                sell => sell with { Phase = SellPhase.Refunding, HoldReason = null, FailureCode = sell.FailureCode ?? FailureCodes.Operator },
                FailureCodes.Operator);
        }

        RefundRules.Begin(change, amount, reason, policy, isDecided);
    }

    private static void GiveUp(SellChange change) => change.Tell(
        "sell.failed",
        sell => sell with { Phase = SellPhase.Expired, HoldReason = null, FailureCode = FailureCodes.Operator, IsPayoutWanted = false },
        FailureCodes.Operator);

    private static Money Refundable(Sell sell)
    {
        if (!IsMismatch(sell) || sell.CustodianConfirmed is not { } confirmed)
        {
            return sell.Unassigned;
        }

        var recorded = Money.Sum(sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.Amount), sell.Asset);
        var missing = Money.Max(recorded - confirmed, Money.Zero(sell.Asset));
        return Money.Max(sell.Unassigned - missing, Money.Zero(sell.Asset));
    }

    /// <summary>The amount is decided: what is not confirmed by now does not join it, and what was confirmed has been looked at.</summary>
    private static void Close(SellChange change)
    {
        ReleaseRules.Review(change);
        change.Note(sell => sell with { UnknownMovement = null });
        foreach (var open in change.Sell.LiveDeposits.Where(IsAwaited).ToList())
        {
            change.Label(Labels.Duplicate);
            change.OpenCase(CaseKinds.DuplicateDeposit, open.Id);
        }

        StopCounting(change);
    }

    private static void StopCounting(SellChange change) => change.Note(sell => sell with
    {
        Deposits = [.. sell.Deposits.Select(deposit => deposit.IsLive && IsAwaited(deposit) ? deposit with { Counts = false } : deposit)],
    });

    private static bool IsAwaited(Deposit deposit) => deposit is { IsConfirmed: false, IsSpeck: false };
}
