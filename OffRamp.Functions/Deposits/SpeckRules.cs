using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>
/// Specks cost their sender next to nothing, so a record holds only so many of them one by one. What is beyond that is
/// counted in one case and moves nothing: the record does not grow with it, and operators see how much there is.
/// </summary>
internal static class SpeckRules
{
    public const int Maximum = 200;
    private const string Beyond = "specks beyond those that the record holds";

    public static bool HasRoom(Sell sell) => sell.Deposits.Count(deposit => deposit.IsSpeck) < Maximum
        || sell.Deposits.Any(IsGone);

    /// <summary>One that is gone again makes room for the next. False when there is none.</summary>
    public static bool MakeRoom(SellChange change)
    {
        if (!HasRoom(change.Sell))
        {
            return false;
        }

        if (change.Sell.Deposits.Count(deposit => deposit.IsSpeck) >= Maximum)
        {
            var gone = change.Sell.Deposits.First(IsGone);
            change.Note(sell => sell with { Deposits = [.. sell.Deposits.Where(deposit => deposit != gone)] });
        }

        return true;
    }

    /// <summary>How many of the custodian's list the record could not take; the most that were ever counted stand in the case.</summary>
    public static void CountBeyond(SellChange change, IEnumerable<DepositFact> facts, SellPolicy policy)
    {
        if (change.Sell.Deposits.Count(deposit => deposit.IsSpeck) < Maximum)
        {
            return;
        }

        var known = change.Sell.Deposits.Select(deposit => deposit.Id).ToHashSet();
        CountBeyond(change, facts.Count(fact => fact.Status != DepositStatus.Dropped
            && DepositMatch.Of(fact, change.Sell, policy.Asset, out var amount) == DepositMatchResult.Matches
            && amount <= policy.Asset.Dust && !known.Contains(DepositMatch.IdOf(change.Sell, fact))));
    }

    public static void CountBeyond(SellChange change, int count)
    {
        if (count > 0)
        {
            change.CountCase(CaseKinds.DuplicateDeposit, Beyond, count, ofItsOwn: true);
        }
    }

    private static bool IsGone(Deposit deposit) => deposit is { IsSpeck: true, IsLive: false };
}
