using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>What a thief would want, and does not get.</summary>
internal sealed partial class Checks
{
    private const int MostCards = 5;
    private static readonly Money Dust = Builders.A.Asset.Dust;
    private (Int128 Counting, Int128 All) lookedAt;

    private static void NothingIsStolen(Decision decision)
    {
        var after = decision.Sell;
        Violation.Unless(
            after.Phase != SellPhase.ActionRequired || after.Payouts.Count < MostCards, "a quote is no free option", $"another card after {after.Payouts.Count}");
        Violation.Unless(
            after.Deposits.All(deposit => deposit.TxHash != Thieves.ClaimedHash), "a transfer counts for one sell", $"{Thieves.ClaimedHash} is another's");
        // One that is confirmed waits too, while the custodian's list is read to its end.
        var isWaitedFor = after.LiveDeposits.Any(deposit => (!deposit.IsConfirmed || after.Reading is not null) && deposit.Amount > Dust);
        Violation.Unless(after.Phase != SellPhase.ConfirmingDeposit || isWaitedFor, "specks hold nothing up", $"{after.Phase} for at most dust");
        var isTold = decision.Events.Any(told => told.Type.StartsWith("deposit.", StringComparison.Ordinal));
        Violation.Unless(!isTold || after.Deposits.Any(deposit => deposit.Amount > Dust), "nobody is told of specks", $"{(isTold ? decision.Events[0].Type : "")}");
    }

    /// <summary>Whoever lets a sell go on, or has it paid or sent back, has looked at all that it held then, and at nothing that came later.</summary>
    private void Look(Sell before, Decision decision, IReadOnlyList<InboxItem> inbox)
    {
        var taken = inbox.OfType<OperatorAction>().Where(action => !decision.Refusals.ContainsKey(action.RowKey));
        if (taken.Any(action => action.Order.Action is SellAction.Release or SellAction.PayOut or SellAction.Refund))
        {
            lookedAt = (Int128.Max(lookedAt.Counting, Large(before.LiveDeposits)), Int128.Max(lookedAt.All, Large(before.LiveDepositsOfAnyKind)));
        }
    }

    /// <summary>Of more than a sell of its asset may be, nothing leaves until a person has looked at no less.</summary>
    private static void TooMuchIsLookedAt(IEnumerable<Deposit> deposits, string what, Int128 lookedAt)
    {
        var came = Large(deposits);
        Violation.Unless(
            came <= Builders.A.Asset.Maximum.Units || came <= lookedAt,
            "too much is looked at by a person", $"{what} of {(long)came} units, and {(long)lookedAt} were looked at");
    }

    private static Int128 Large(IEnumerable<Deposit> deposits) => Units(deposits.Where(deposit => deposit.Amount > Dust).Select(deposit => deposit.Amount));
}
