using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>What a custodian's word about a transfer does to a sell.</summary>
internal static partial class DepositRules
{
    /// <summary>Takes one fact in; the same fact again changes nothing.</summary>
    /// <param name="change">The sell.</param>
    /// <param name="fact">What the custodian says.</param>
    /// <param name="heardAt">When it said so: nothing was seen later than that.</param>
    /// <param name="policy">The settings.</param>
    public static void Hear(SellChange change, DepositFact fact, DateTimeOffset heardAt, SellPolicy policy)
    {
        var match = DepositMatch.Of(fact, change.Sell, policy.Asset, out var amount);
        if (match != DepositMatchResult.Matches)
        {
            // What somebody sends of something else is no more than one case, and no case at all once it is gone.
            if (fact.Status != DepositStatus.Dropped)
            {
                change.CountCase(CaseKind(match), $"{fact.Network} {fact.TxHash} #{fact.LogIndex}", 1);
            }

            return;
        }

        var id = DepositMatch.IdOf(change.Sell, fact);
        if (change.Sell.Deposits.All(deposit => deposit.Id != id) && !TrySee(change, id, fact, amount, heardAt, policy))
        {
            return;
        }

        var known = change.Sell.Deposits.Single(deposit => deposit.Id == id);
        if (known.Amount != amount)
        {
            change.OpenCase(CaseKinds.DepositContradiction, $"{fact.TxHash} #{fact.LogIndex} was {known.Amount}, now {amount}");
            return;
        }

        Update(change, known, fact, policy);
    }

    /// <summary>Takes in old words that are said once more. If they are not what is on record, the custodian is asked before the sell rests.</summary>
    public static void HearAgain(SellChange change, DepositFact fact)
    {
        var known = change.Sell.Deposits.FirstOrDefault(deposit => deposit.Id == DepositMatch.IdOf(change.Sell, fact));
        var isRecorded = fact.Status switch
        {
            DepositStatus.Dropped => known is { IsLive: false },
            DepositStatus.Confirmed => known is { IsConfirmed: true },
            _ => known is { IsLive: true },
        };
        if (known is { IsSpeck: false } && !isRecorded)
        {
            change.Note(sell => sell with { DoubtedAt = change.Now });
        }
    }

    private static void Update(SellChange change, Deposit known, DepositFact fact, SellPolicy policy)
    {
        if (fact.IsHighRisk && !known.IsHighRisk)
        {
            Replace(change, known.Id, deposit => deposit with { IsHighRisk = true });
        }

        if (known.IsRiskUnknown && !fact.IsRiskUnknown)
        {
            Replace(change, known.Id, deposit => deposit with { IsRiskUnknown = false });
        }

        // Once its fate is decided, an earlier time changes nothing.
        if (fact.SeenAt < known.SeenAt && fact.SeenAt >= change.Sell.CreatedAt && IsCollecting(change.Sell))
        {
            Replace(change, known.Id, deposit => deposit with { SeenAt = fact.SeenAt });
        }

        if (!known.IsLive && fact.Status != DepositStatus.Dropped)
        {
            known = Return(change, known, fact, policy.Asset);
        }

        switch (fact.Status)
        {
            case DepositStatus.Dropped when known.IsLive:
                Drop(change, known, policy);
                break;
            case DepositStatus.Confirmed when !known.IsConfirmed && IsFinal(fact, known, policy):
                Confirm(change, known, fact);
                break;
            case not DepositStatus.Dropped when fact.Confirmations > known.Confirmations:
                Replace(change, known.Id, deposit => deposit with { Confirmations = fact.Confirmations });
                break;
            default:
                break;
        }
    }

    /// <summary>Of specks nobody is told: whoever sends them must not make a sell talk.</summary>
    private static void Say(SellChange change, bool isSpeck, string eventType, Func<Sell, Sell> edit)
    {
        if (isSpeck)
        {
            change.Note(edit);
        }
        else
        {
            change.Tell(eventType, edit);
        }
    }

    private static bool IsFinal(DepositFact fact, Deposit known, SellPolicy policy) =>
        fact.Confirmations >= policy.Asset.ConfirmationsFor(known.Amount);

    private static void Confirm(SellChange change, Deposit known, DepositFact fact)
    {
        change.BeginRecovery();
        Say(change, known.IsSpeck, "deposit.confirmed", sell => Collecting(With(sell, known.Id, deposit => deposit with
        {
            Status = DepositStatus.Confirmed,
            Confirmations = fact.Confirmations,
            ConfirmedAt = change.Now,
        })));
        if (known.IsSpeck)
        {
            change.BookTogether(Ledger.DepositConfirmed(known.Amount));
        }
        else
        {
            change.Book(Ledger.DepositConfirmed(known.Amount));
        }
    }

    private static bool IsCollecting(Sell sell) => sell.IsCollecting
        || (sell.Phase == SellPhase.OnHold && sell.Status == SellStatus.Pending);

    /// <summary>
    /// While deposits are collected, the phase says whether one is still to confirm; once they cover the quote it is the
    /// payout's turn. That too little or too much came is said by the same event.
    /// </summary>
    public static Sell Collecting(Sell sell)
    {
        var hasDeposit = sell.LiveDeposits.Any(deposit => deposit is { IsConfirmed: true, IsSpeck: false });
        if (hasDeposit && sell.Received > sell.Quote.CryptoAmount)
        {
            sell = sell.Labelled(Labels.Over);
        }

        if (IsCollecting(sell) && hasDeposit && !sell.IsCovered(sell.Announced))
        {
            sell = sell.Labelled(Labels.Under);
        }

        if (!sell.IsCollecting || sell.IsCovered(sell.Received))
        {
            return sell;
        }

        var isConfirming = sell.LiveDeposits.Any(deposit => deposit is { IsConfirmed: false, IsSpeck: false });
        return sell with { Phase = isConfirming ? SellPhase.ConfirmingDeposit : SellPhase.AwaitingDeposit };
    }

    private static void Replace(SellChange change, string id, Func<Deposit, Deposit> edit) =>
        change.Note(sell => With(sell, id, edit));

    private static Sell With(Sell sell, string id, Func<Deposit, Deposit> edit) =>
        sell with { Deposits = [.. sell.Deposits.Select(deposit => deposit.Id == id ? edit(deposit) : deposit)] };

    public static string CaseKind(DepositMatchResult match) => match switch
    {
        DepositMatchResult.WrongNetwork => CaseKinds.WrongNetwork,
        DepositMatchResult.WrongToken => CaseKinds.WrongToken,
        DepositMatchResult.WrongMemo => CaseKinds.WrongMemo,
        DepositMatchResult.ZeroValue => CaseKinds.ZeroValue,
        _ => CaseKinds.UnusableAmount,
    };
}
