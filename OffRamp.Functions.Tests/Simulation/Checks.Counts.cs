using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation;

internal sealed partial class Checks
{
    /// <summary>What happened only once the product took it in.</summary>
    private void Count(Sell before, Decision decision, IReadOnlyList<InboxItem> inbox)
    {
        foreach (var taken in inbox.OfType<OperatorAction>().Where(action => !decision.Refusals.ContainsKey(action.RowKey)))
        {
            occurrences.Happened(Oddity.DepositMatched, taken.Order.Action == SellAction.MatchDeposit);
            occurrences.Happened(Oddity.EntrySetAside, taken.Order.Action == SellAction.SetAsideEntry);
        }

        foreach (var (was, now) in before.Payouts.Join(decision.Sell.Payouts, payout => payout.Id, payout => payout.Id, (was, now) => (was, now)))
        {
            // Whole and before it had settled, only its bookings tell it from a failure.
            var isBack = was.Status != now.Status && decision.Postings.Any(posting => posting.Account == Account.PaidOut && posting.Units < 0);
            occurrences.Happened(Oddity.ReturnAfterCompletion, isBack && was.Status == PayoutStatus.Settled);
            occurrences.Happened(Oddity.ReturnBeforeCompletion, isBack && was.IsOut);
            occurrences.Happened(Oddity.ShortReturn, isBack && now.Shortfall.IsPositive);
            occurrences.Happened(Oddity.ReturnInParts, was.Status == PayoutStatus.Returned && inbox.OfType<PayoutNotice>().Any(notice =>
                notice.Fact.PayoutId == was.Id && notice.Fact.Status == PayoutStatus.Returned && notice.Fact.Amount != was.ReturnedAmount?.ToString()));
        }
    }
}
