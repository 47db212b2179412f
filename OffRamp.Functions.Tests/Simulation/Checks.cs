using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>What must hold after every commit, whatever happened. Numbers are computed here once more, and differently.</summary>
internal sealed partial class Checks(Func<DateTimeOffset, IEnumerable<DepositFact>> truth, Occurrences occurrences, Story? story)
{
    private DateTimeOffset? firstActionUntil;
    private DateTimeOffset? aboutToPaySince;

    /// <summary>The world's.</summary>
    public required Func<DateTimeOffset> Clock { get; init; }

    /// <summary>Whether the provider gave back less of a payout than was paid.</summary>
    public required Func<string, bool> IsShort { get; init; }

    /// <summary>The sell's ledger, as it was committed.</summary>
    public required Books Books { get; init; }

    /// <summary>What users bear of sending back what came by their own mistake.</summary>
    public required Money RefundCost { get; init; }

    public void Written(Sell before, Decision decision, IReadOnlyList<InboxItem> inbox, Outcome? outcome, DateTimeOffset now)
    {
        story?.Tell(decision, inbox, outcome);
        var after = decision.Sell;
        var isByOperator = inbox.OfType<OperatorAction>().Any(action => !decision.Refusals.ContainsKey(action.RowKey));
        Books.Book(decision.Postings);
        Look(before, decision, inbox);
        Count(before, decision, inbox);
        IsWellTold(before, decision);
        if (decision.Postings.Count > 0 || !HasTheSameMoney(before, after))
        {
            Books.Close(after);
        }

        NothingIsStolen(decision);
        firstActionUntil ??= after.ActionUntil;
        Violation.Unless(after.ActionUntil is null || after.ActionUntil <= firstActionUntil, "a quote is no free option", $"cards until {after.ActionUntil:u}, and first until {firstActionUntil:u}");
        if (before.IsAtRest)
        {
            AfterTheEndAllBearsTheRecovery(before, decision);
        }

        foreach (var payout in after.Payouts.Skip(before.Payouts.Count))
        {
            PayoutMayBegin(before, after, payout, outcome, isByOperator);
        }

        foreach (var refund in after.Refunds.Skip(before.Refunds.Count))
        {
            RefundMayBegin(after, refund, isByOperator);
        }

        if (after.Phase != before.Phase && after.Phase is SellPhase.Expired or SellPhase.Cancelled)
        {
            if (isByOperator && after.FailureCode == FailureCodes.Operator)
            {
                var isNothingThere = before.HoldReason == HoldReasons.ConfirmationTimeout ? !before.Unassigned.IsPositive : before.CustodianConfirmed <= Builders.A.Asset.Dust;
                Violation.Unless(isNothingThere, "a deposit in time wins", $"given up over {before.CustodianConfirmed}");
            }
            else
            {
                EndWasAskedFor(after, outcome);
            }
        }

        aboutToPaySince = after.IsAboutToPay ? aboutToPaySince ?? Clock() : null;
        Violation.Unless(!decision.Step.IsWait || decision.Step.Until > now, "no dead end", $"{after.Phase} waits until {decision.Step.Until:O}, which has passed");
    }

    /// <summary>Event by event, and on legal ways.</summary>
    /// <exception cref="Violation">Not so.</exception>
    public static void IsWellTold(Sell before, Decision decision)
    {
        EventsAreGapFree(before, decision);
        PhasesAreLegal(before, decision);
    }

    private static void EventsAreGapFree(Sell before, Decision decision)
    {
        var expected = before.Sequence;
        foreach (var change in decision.Events)
        {
            expected++;
            Violation.Unless(change.Sequence == expected && change.Sell.Sequence == expected, "events are gap-free", $"{change.Type} is {change.Sequence} and not {expected}");
        }

        Violation.Unless(decision.Sell.Sequence == expected, "events are gap-free", $"the sell says {decision.Sell.Sequence}, the last event {expected}");
    }

    private static void PhasesAreLegal(Sell before, Decision decision)
    {
        var (after, phase, status) = (decision.Sell, before.Phase, before.Status);
        foreach (var change in decision.Events.Where(change => change.Sell.Phase != phase))
        {
            Violation.Unless(SellPhases.Allows(phase, change.Sell.Phase), "phases are legal", $"from {phase} to {change.Sell.Phase}");
            Violation.Unless(change.Sell.Status == SellPhases.StatusOf(change.Sell.Phase, change.PreviousStatus ?? status), "phases are legal", $"{change.Sell.Phase} under {change.Sell.Status}");
            (phase, status) = (change.Sell.Phase, change.Sell.Status);
        }

        Violation.Unless(after.Phase == phase, "phases are legal", $"no event says that {phase} became {after.Phase}");
        Violation.Unless(after.History.Count >= before.History.Count && after.History[^1].Phase == phase, "phases are legal", $"the history does not end with {phase}");
        Violation.Unless(!before.Phase.IsEnd() || (before.Status, before.FailureCode) == (after.Status, after.FailureCode), "an end stands", $"{before.Status} {before.FailureCode} became {after.Status} {after.FailureCode}");
        Violation.Unless(!decision.Step.IsEnd || after.Phase.IsEnd(), "phases are legal", $"{decision.Step.Next} in {phase}");
        Violation.Unless(after.Phase != SellPhase.OnHold || after.HoldReason is not null, "phases are legal", $"a hold without a reason");
    }

    private static void AfterTheEndAllBearsTheRecovery(Sell before, Decision decision)
    {
        var after = decision.Sell;
        var isMarked = after.Deposits.Skip(before.Deposits.Count).Select(deposit => deposit.Recovery)
            .Concat(after.Payouts.Skip(before.Payouts.Count).Select(payout => payout.Recovery))
            .Concat(after.Refunds.Skip(before.Refunds.Count).Select(refund => refund.Recovery))
            .Concat(decision.Postings.Select(posting => posting.Recovery))
            .All(recovery => recovery > before.Recovery || (recovery == before.Recovery && before.Recovery > 0));
        Violation.Unless(isMarked, "what a recovery adds bears its number", $"after rest {before.Recovery}, now {after.Recovery}");
    }

    /// <summary>Asked at or after the cut, the custodian must have known of no transfer seen by then.</summary>
    private void EndWasAskedFor(Sell after, Outcome? outcome)
    {
        var cut = DepositRules.Cut(after);
        Violation.Unless(outcome is CustodianAnswered { NextCursor: null } answer && answer.AskedAt >= cut, "a deposit in time wins", $"{after.Phase} without asking the custodian");
        var asked = ((CustodianAnswered)outcome!).AskedAt;
        var inTime = truth(asked).Where(fact => fact.SeenAt <= cut && fact.Status != DepositStatus.Dropped && IsOurs(fact) && !after.SetAside.Contains(ModelCustodian.IdOf(fact))).ToList();
        if (Money.Sum(inTime.Select(fact => Money.Parse(fact.Amount, after.Asset)), after.Asset) <= Builders.A.Asset.Dust)
        {
            return;
        }

        Violation.Unless(inTime.Count == 0 || after.CancelRequestedAt is null || inTime.All(fact => fact.SeenAt > cut), "a deposit in time wins", $"cancelled with {inTime.FirstOrDefault()?.TxHash}");
        Violation.Unless(inTime.Count == 0, "a deposit in time wins", $"{after.Phase} with {inTime.FirstOrDefault()?.TxHash}, seen {inTime.FirstOrDefault()?.SeenAt:O}");
    }

    /// <summary>Of the asset that was agreed on, and more than nothing.</summary>
    public static bool IsOurToken(DepositFact fact) => fact.Network == Network.TRC20 && fact.Memo is null
        && fact.ContractAddress == Builders.A.Asset.ContractAddress && fact.Amount != "0" && fact.Amount.Length < 13;

    private static bool IsOurs(DepositFact fact) => IsOurToken(fact)
        && fact.SeenAt >= Builders.A.Start - TimeSpan.FromMinutes(2) && !Thieves.IsClaimedElsewhere(fact);
}
