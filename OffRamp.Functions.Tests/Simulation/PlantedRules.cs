using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The product's rules, and around them the mistakes that are planted; without one, nothing is touched.</summary>
internal static partial class PlantedRules
{
    public static Decision Decide(Bug bug, ReadSell stored, Outcome? outcome, DateTimeOffset now, SellPolicy policy, int attempt)
    {
        var (sell, inbox) = (stored.Sell, stored.Inbox);
        switch (bug)
        {
            case Bug.DropsLateDeposit when sell.IsAtRest:
                inbox = [.. inbox.Where(item => item is not DepositNotice)];
                break;
            case Bug.TimerBeatsSeenDeposit when sell.Phase == SellPhase.AwaitingDeposit && outcome is CustodianAnswered answer:
                outcome = answer with { Facts = [] };
                break;
            case Bug.RefundsWhileUnknown when outcome is PayoutUnknown unknown && sell.LastPayout?.UnknownAnswers > 1:
                outcome = Believed(unknown.PayoutId, "silent", false);
                break;
            case Bug.IgnoresReorg when outcome is CustodianAnswered answer:
                outcome = answer with { Facts = [.. answer.Facts.Select(fact => fact.Status == DepositStatus.Dropped ? fact with { Status = DepositStatus.Confirmed, Confirmations = 20 } : fact)] };
                inbox = [.. inbox.Where(item => item is not DepositNotice { Fact.Status: DepositStatus.Dropped })];
                break;
            case Bug.PaysRecycledAddress when outcome is CustodianAnswered answer:
                outcome = answer with { Facts = [.. answer.Facts.Select(fact => fact.SeenAt < sell.CreatedAt ? fact with { SeenAt = sell.CreatedAt } : fact)] };
                break;
            case Bug.LooksBeforeTheFirstAttemptOnly when sell.LastPayout is not null && outcome is CustodianAnswered answer:
                outcome = Reassured(answer, sell);
                break;
            case Bug.LooksAtTheFirstOnly when sell.Deposits.Any(deposit => deposit.IsReviewed):
                sell = sell with { Deposits = [.. sell.Deposits.Select(deposit => deposit with { IsReviewed = true })] };
                break;
            case Bug.NewTimeForEachCard when sell.Phase == SellPhase.PayingOut:
                sell = sell with { ActionUntil = null };
                break;
            case Bug.CountsWatchersTwice:
                inbox = [.. inbox.Select(item => item is DepositNotice { Fact: { Status: DepositStatus.Confirmed, Confirmations: > 0 } } notice && notice.RowKey.EndsWith('w')
                    ? notice with { Fact = notice.Fact with { TxHash = notice.Fact.TxHash.ToUpperInvariant() } } : item)];
                break;
            case Bug.BelievesFailureNotice when inbox.OfType<PayoutNotice>().FirstOrDefault(notice => notice.Fact.Status == PayoutStatus.Failed) is { } failed:
                outcome ??= Believed(failed.Fact.PayoutId, "declined", failed.Fact.RetryableWithNewDetails);
                break;
            case Bug.BelievesReturnNotice when inbox.OfType<PayoutNotice>().FirstOrDefault(notice => notice.Fact.Status == PayoutStatus.Returned) is { } returned:
                outcome ??= new PayoutReported(returned.Fact);
                break;
            default:
                break;
        }

        return Perturb(bug, SellRules.Decide(sell, inbox, outcome, now, policy), sell, attempt);
    }

    /// <summary>The sell by which the custodian's list is read: without the time of its last change, an old reading is taken for a new one.</summary>
    public static Sell AsRead(Bug bug, Sell sell) =>
        bug == Bug.GoesOnWithAnOldReading ? sell with { PhaseSince = DateTimeOffset.MinValue } : sell;

    /// <summary>As if the provider itself had said that it failed.</summary>
    public static PayoutReported Believed(string payoutId, string code, bool newDetailsCanHelp) => new(new PayoutFact
    {
        PayoutId = payoutId,
        Status = PayoutStatus.Failed,
        FailureCode = code,
        RetryableWithNewDetails = newDetailsCanHelp,
    });

    /// <summary>Whoever sends under a new id takes the answer for the one that is on record.</summary>
    public static Outcome Renamed(Outcome outcome, string id) => outcome switch
    {
        RefundReported reported => new RefundReported(reported.Fact with { RefundId = id }),
        PayoutUnknown => new PayoutUnknown(id),
        RefundUnknown => new RefundUnknown(id),
        RefundRefused => new RefundRefused(id),
        _ => outcome,
    };

    private static Decision Perturb(Bug bug, Decision decision, Sell before, int attempt) => bug switch
    {
        Bug.RoundsUp when decision.Sell.Payouts.Count > before.Payouts.Count && decision.Sell.LastPayout is { } last && IsPart(decision.Sell, last) =>
            decision with { Sell = decision.Sell with { Payouts = [.. before.Payouts, last with { Amount = last.Amount + new Money(1, last.Amount.Currency) }] } },
        Bug.TakesFeesFromCrypto => decision with
        {
            Postings = [.. decision.Postings.Select(posting => posting.Account == Account.OwnFunds ? posting with { Account = Account.Held } : posting)],
        },
        Bug.SkipsSequence when attempt > 0 && decision.Events.Count > 0 => decision with
        {
            Sell = decision.Sell with { Sequence = decision.Sell.Sequence + 1 },
            Events = [.. decision.Events.Select(change => change with { Sequence = change.Sequence + 1 })],
        },
        _ => decision,
    };

    private static bool IsPart(Sell sell, Payout payout) => payout.Converts < sell.Quote.CryptoAmount;
}
