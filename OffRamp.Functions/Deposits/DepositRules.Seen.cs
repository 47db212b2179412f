using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>A transfer is heard of for the first time.</summary>
internal static partial class DepositRules
{
    /// <summary>A transfer that this sell has not heard of before; false where it is none of its deposits.</summary>
    private static bool TrySee(SellChange change, string id, DepositFact fact, Money amount, DateTimeOffset heardAt, SellPolicy policy)
    {
        if (fact.Status == DepositStatus.Dropped)
        {
            return false;
        }

        if (policy.ClaimedElsewhere.Contains(id))
        {
            change.CountCase(CaseKinds.DepositContradiction, $"{fact.Network} {fact.TxHash} #{fact.LogIndex} is another sell's", 1, ofItsOwn: true);
            return false;
        }

        if (SeenAt(change.Sell, fact, heardAt, policy) is not { } seenAt)
        {
            change.CountCase(CaseKinds.BeforeBirth, $"{fact.Network} {fact.TxHash} #{fact.LogIndex}", 1);
            return false;
        }

        if (amount <= policy.Asset.Dust && !SpeckRules.MakeRoom(change))
        {
            SpeckRules.CountBeyond(change, 1);
            return false;
        }

        See(change, id, fact with { SeenAt = seenAt }, amount, policy);
        return true;
    }

    /// <summary>
    /// Never later than it was heard of. Clocks differ a little, so what was seen right before the sell's birth was seen at
    /// it; what was seen long before is not this sell's: the address may have been somebody's. Null then.
    /// </summary>
    private static DateTimeOffset? SeenAt(Sell sell, DepositFact fact, DateTimeOffset heardAt, SellPolicy policy)
    {
        var seenAt = fact.SeenAt < heardAt ? fact.SeenAt : heardAt;
        return seenAt >= sell.CreatedAt ? seenAt : seenAt >= sell.CreatedAt - policy.BirthTolerance ? sell.CreatedAt : null;
    }

    private static void See(SellChange change, string id, DepositFact fact, Money amount, SellPolicy policy)
    {
        change.BeginRecovery();
        var isSpeck = amount <= policy.Asset.Dust;
        var deposit = new Deposit
        {
            Id = id,
            TxHash = fact.TxHash,
            LogIndex = fact.LogIndex,
            Amount = amount,
            Status = DepositStatus.Seen,
            Confirmations = fact.Confirmations,
            SeenAt = fact.SeenAt,
            RecordedAt = change.Now,
            IsHighRisk = fact.IsHighRisk,
            IsSpeck = isSpeck,
            IsAboveMaximum = TakesAboveMaximum(change.Sell, amount, policy.Asset),
            IsRiskUnknown = fact.IsRiskUnknown && policy.HoldsUnknownRisk,
            Counts = Counts(change.Sell, fact),
            Recovery = change.Sell.RecoveryNow,
        };
        NoteMisplaced(change, deposit);
        Say(change, isSpeck, "deposit.seen", sell => Collecting(sell with { Deposits = [.. sell.Deposits, deposit] }));
    }

    /// <summary>A sell of an asset is of at most its maximum, and so is what may go back by itself: nobody is to pass money through here.</summary>
    private static bool TakesAboveMaximum(Sell sell, Money amount, Asset asset) =>
        amount > asset.Dust && Money.Sum(sell.LiveDepositsOfAnyKind.Where(deposit => !deposit.IsSpeck).Select(deposit => deposit.Amount), sell.Asset) + amount > asset.Maximum;

    /// <summary>
    /// A deposit counts while the sell still collects, if it was seen by the deadline, and before a cancel; and one that
    /// was seen in time counts even if it was reported only after the sell had expired.
    /// </summary>
    private static bool Counts(Sell sell, DepositFact fact) =>
        (IsCollecting(sell) || sell.Phase == SellPhase.Expired) && fact.SeenAt <= Cut(sell);

    /// <summary>What was seen until then came in time.</summary>
    public static DateTimeOffset Cut(Sell sell) =>
        sell.CancelRequestedAt is { } cancel && cancel < sell.Deposit.Deadline ? cancel : sell.Deposit.Deadline;

    /// <summary>Too late for a sell that had run out of time, or one more for a sell that was covered or decided.</summary>
    private static void NoteMisplaced(SellChange change, Deposit deposit)
    {
        var isOver = change.Sell.Phase is SellPhase.Expired or SellPhase.Cancelled;
        if (deposit.IsSpeck || (deposit.Counts && !isOver))
        {
            return;
        }

        var isLate = isOver || IsCollecting(change.Sell);
        change.Label(isLate ? Labels.Late : Labels.Duplicate);
        change.OpenCase(isLate ? CaseKinds.LateDeposit : CaseKinds.DuplicateDeposit, deposit.Id);
    }
}
