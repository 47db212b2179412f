using OffRamp.Functions.Deposits;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// An operator counts a transfer that everybody can see and that no readable notice told of, or one that the rules set
/// aside. What it is comes from the custodian's live answer.
/// </summary>
internal static class MatchRules
{
    public static bool CanBeCounted(Sell sell, DepositFact fact, SellPolicy policy)
    {
        var isOurs = fact.Status != DepositStatus.Dropped && DepositMatch.Of(fact, sell, policy.Asset, out var amount) == DepositMatchResult.Matches;
        if (!isOurs || sell.LiveDeposits.Count(deposit => !deposit.IsSpeck) >= policy.MaximumDeposits || fact.SeenAt < sell.CreatedAt - policy.BirthTolerance)
        {
            return false;
        }

        DepositMatch.Of(fact, sell, policy.Asset, out amount);
        var id = DepositMatch.IdOf(sell, fact);
        var known = sell.Deposits.FirstOrDefault(deposit => deposit.Id == id);
        if (policy.ClaimedElsewhere.Contains(id))
        {
            return false;
        }

        if (known is null && amount <= policy.Asset.Dust && !SpeckRules.HasRoom(sell))
        {
            return false;
        }

        return known is null || (known.IsLive && !known.Counts && !known.IsMatched && known.Amount == amount && IsUndecided(sell));
    }

    public static void Count(SellChange change, DepositFact fact, DateTimeOffset heardAt, SellPolicy policy)
    {
        DepositRules.Hear(change, fact, heardAt, policy);
        SetAside(change, UnreadableEntry.IdOf(fact.TxHash, fact.LogIndex));
        var id = DepositMatch.IdOf(change.Sell, fact);
        if (!IsUndecided(change.Sell) || IsSpeckAfterTheEnd(change.Sell, id))
        {
            change.Note(sell => With(sell, id, deposit => deposit with { IsMatched = true }));
            return;
        }

        change.BeginRecovery();
        change.Tell(EventOf(change.Sell), sell => DepositRules.Collecting(With(sell, id, deposit => deposit with { IsMatched = true, Counts = true })), HoldReasons.Operator);
    }

    /// <summary>What is counted does not stand in the way any more.</summary>
    private static void SetAside(SellChange change, string entryId)
    {
        if (change.Sell.Entries.Any(entry => entry.EntryId == entryId) && !change.Sell.SetAside.Contains(entryId))
        {
            change.Note(sell => sell with { SetAside = [.. sell.SetAside, entryId] });
        }
    }

    /// <summary>What is paid out is not decided yet, or it expired and nothing was sent.</summary>
    private static bool IsUndecided(Sell sell) => sell is { Status: SellStatus.Pending, Payouts.Count: 0 }
        or { Phase: SellPhase.Expired, Payouts.Count: 0, Refunds.Count: 0 };

    // Nobody is told of specks, and one that came after the end leads to nothing that is to be told either.
    private static bool IsSpeckAfterTheEnd(Sell sell, string id) =>
        sell.Phase == SellPhase.Expired && sell.Deposits.Any(deposit => deposit.Id == id && deposit.IsSpeck);

    private static string EventOf(Sell sell) => sell.Phase switch
    {
        SellPhase.OnHold => "sell.on_hold",
        SellPhase.Expired => "deposit.seen",
        _ => "sell.pending",
    };

    private static Sell With(Sell sell, string id, Func<Deposit, Deposit> edit) =>
        sell with { Deposits = [.. sell.Deposits.Select(deposit => deposit.Id == id ? edit(deposit) : deposit)] };
}
