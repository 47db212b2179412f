using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// The story of a sell, as a pure function: the record, what arrived, what a provider answered, and the time go in;
/// the next record, its events and bookings, and what to do now come out. What product.md promises is decided here.
/// </summary>
internal static class SellRules
{
    public static Decision Decide(Sell sell, IReadOnlyList<InboxItem> inbox, Outcome? outcome, DateTimeOffset now, SellPolicy policy)
    {
        var change = new SellChange(sell, now);

        // Whoever wishes something is judged by what is known by then, although it came in later.
        foreach (var item in inbox.OrderBy(IsWish))
        {
            Take(change, item, policy);
        }

        var step = Hear(change, outcome, policy)
            ? Settle(change, outcome, policy)
            : new Step(change.Sell.Phase, NextStep.AskCustodian, now + policy.AskAgain);
        step = DelayRules.Tell(change, step, policy);
        ReminderRules.Remind(change, policy);
        return change.Close(step);
    }

    private static bool IsWish(InboxItem item) => item is OperatorAction or NewCard or RefundRequest or NewRefundAddress;

    private static void Take(SellChange change, InboxItem item, SellPolicy policy)
    {
        switch (item)
        {
            case DepositNotice { IsSaidAgain: true } notice:
                DepositRules.HearAgain(change, notice.Fact);
                break;
            case DepositNotice notice:
                DepositRules.Hear(change, notice.Fact, notice.ReceivedAt, policy);
                break;
            case PayoutNotice notice:
                PayoutRules.HearNotice(change, notice.Fact);
                break;
            case OperatorAction action:
                OperatorRules.Take(change, action, policy);
                break;
            case CancelRequest request:
                CancelRules.Take(change, request, policy);
                break;
            case LedgerGap gap:
                change.OpenCase(CaseKinds.LedgerGap, gap.Detail);
                break;
            case UnknownMovement found:
                RestoredRules.Hear(change, found);
                break;
            default:
                ActionRules.Take(change, item, policy);
                break;
        }
    }

    /// <summary>False when the answer is not whole, or holds more news than one transaction: then it is asked for again before anything is decided.</summary>
    private static bool Hear(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        switch (outcome)
        {
            case CustodianAnswered answer:
                ScreeningRules.Hear(change, answer.Screened);
                return ReadingRules.Hear(change, answer, policy);
            case ProviderSilent { Provider: "custodian" }:
                ReadingRules.HearSilence(change);
                return true;
            case not null:
                PayoutRules.HearOutcome(change, outcome);
                RefundRules.HearOutcome(change, outcome);
                return true;
            default:
                return true;
        }
    }

    /// <summary>What is to be done now, as the sell stands.</summary>
    public static Step Settle(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        var step = change.Sell.IsCollecting ? CollectRules.Decide(change, outcome, policy) : null;
        step ??= change.Sell.Phase switch
        {
            SellPhase.PayingOut => PayRules.Decide(change, outcome, policy),
            SellPhase.ActionRequired => ActionRules.Decide(change, policy),
            SellPhase.Refunding or SellPhase.RefundFailed => RefundRules.Decide(change, outcome, policy),
            SellPhase.OnHold => HoldRules.Decide(change, outcome, policy),
            _ => AftermathRules.Decide(change, outcome, policy),
        };
        return DoubtRules.Settle(change, step, outcome, policy);
    }
}
