using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>What a thief would want, and does not get.</summary>
internal sealed partial class Checks
{
    private const int MostCards = 5;
    private static readonly Money Dust = Builders.A.Asset.Dust;

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

    /// <summary>Of more than a sell of its asset may be, nothing leaves that no person has looked at.</summary>
    private static void TooMuchIsLookedAt(IEnumerable<Deposit> deposits, string what, bool isByOperator)
    {
        var large = deposits.Where(deposit => deposit.Amount > Dust).ToList();
        var came = Units(large.Select(deposit => deposit.Amount));
        Violation.Unless(
            came <= Builders.A.Asset.Maximum.Units || isByOperator || large.Any(deposit => deposit.IsReviewed),
            "too much is looked at by a person", $"{what} of {(long)came} units");
    }
}
