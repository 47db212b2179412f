namespace OffRamp.Functions.Deposits;

using OffRamp.Functions.Sells;

/// <summary>What a custodian's word about a transfer does to a sell.</summary>
internal static class DepositRules
{
    /// <summary>Takes one fact in; the same fact again changes nothing.</summary>
    public static void Hear(SellChange change, DepositFact fact, SellPolicy policy)
    {
        var match = DepositMatch.Of(fact, change.Sell, policy.Asset, out var amount);
        if (match != DepositMatchResult.Matches)
        {
            change.OpenCase(CaseKind(match), $"{fact.Network} {fact.TxHash} #{fact.LogIndex}");
            return;
        }

        var id = DepositMatch.IdOf(change.Sell, fact);
        if (change.Sell.Deposits.All(deposit => deposit.Id != id))
        {
            if (fact.Status == DepositStatus.Dropped)
            {
                return;
            }

            See(change, id, fact, amount, policy);
        }

        var known = change.Sell.Deposits.Single(deposit => deposit.Id == id);
        if (known.Amount != amount)
        {
            change.OpenCase(CaseKinds.DepositContradiction, $"{fact.TxHash} #{fact.LogIndex} was {known.Amount}, now {amount}");
            return;
        }

        Update(change, known, fact, policy);
    }

    private static void See(SellChange change, string id, DepositFact fact, Money amount, SellPolicy policy)
    {
        change.BeginRecovery();
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
            Counts = Counts(change.Sell, fact),
            Recovery = change.Sell.RecoveryNow,
        };
        NoteMisplaced(change, deposit);
        change.Tell("deposit.seen", sell => Collecting(sell with { Deposits = [.. sell.Deposits, deposit] }));
    }

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
        if (deposit.Counts && !isOver)
        {
            return;
        }

        var isLate = isOver || IsCollecting(change.Sell);
        change.Label(isLate ? Labels.Late : Labels.Duplicate);
        change.OpenCase(isLate ? CaseKinds.LateDeposit : CaseKinds.DuplicateDeposit, deposit.Id);
    }

    private static void Update(SellChange change, Deposit known, DepositFact fact, SellPolicy policy)
    {
        if (fact.IsHighRisk && !known.IsHighRisk)
        {
            Replace(change, known.Id, deposit => deposit with { IsHighRisk = true });
        }

        if (fact.SeenAt < known.SeenAt)
        {
            Replace(change, known.Id, deposit => deposit with { SeenAt = fact.SeenAt });
        }

        if (!known.IsLive && fact.Status != DepositStatus.Dropped)
        {
            known = Return(change, known, fact);
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

    private static bool IsFinal(DepositFact fact, Deposit known, SellPolicy policy) =>
        fact.Confirmations >= policy.Asset.ConfirmationsFor(known.Amount);

    private static void Confirm(SellChange change, Deposit known, DepositFact fact)
    {
        change.BeginRecovery();
        change.Tell("deposit.confirmed", sell => Collecting(With(sell, known.Id, deposit => deposit with
        {
            Status = DepositStatus.Confirmed,
            Confirmations = fact.Confirmations,
            ConfirmedAt = change.Now,
        })));
        change.Book(Ledger.DepositConfirmed(known.Amount));
    }

    /// <summary>A chain that was reorganised may take a transfer up again: it is the one that was seen then, and waits anew.</summary>
    private static Deposit Return(SellChange change, Deposit known, DepositFact fact)
    {
        change.BeginRecovery();
        var back = known with { Status = DepositStatus.Seen, Confirmations = fact.Confirmations, RecordedAt = change.Now };
        NoteMisplaced(change, back);
        change.Tell("deposit.seen", sell => Collecting(With(sell, known.Id, _ => back)));
        return back;
    }

    private static void Drop(SellChange change, Deposit known, SellPolicy policy)
    {
        change.BeginRecovery();
        if (known.IsConfirmed)
        {
            NoteReorg(change, known);
        }

        var lost = change.Now - known.RecordedAt;
        change.Tell("deposit.dropped", sell => Extend(
            Collecting(With(sell, known.Id, deposit => deposit with { Status = DepositStatus.Dropped, ConfirmedAt = null, RecordedAt = change.Now })), lost, policy));
        if (known.IsConfirmed)
        {
            change.Book(Ledger.DepositLost(known.Amount));
        }
    }

    /// <summary>What was final is gone. Where fiat may have been paid for it, nobody but operators can mend that.</summary>
    private static void NoteReorg(SellChange change, Deposit lost)
    {
        change.Label(Labels.Reorged);
        change.OpenCase(CaseKinds.ReorgAfterConfirmation, lost.Id);
        if (change.Sell.LastPayout is not null)
        {
            change.Alert($"{lost.Id} is gone from the chain after a payout was begun");
        }
    }

    /// <summary>A reorg gives the user back the time it cost, at most so much in all; what was too late only for the old deadline counts after all.</summary>
    private static Sell Extend(Sell sell, TimeSpan lost, SellPolicy policy)
    {
        if (sell.Phase != SellPhase.AwaitingDeposit)
        {
            return sell;
        }

        var room = policy.MaximumExtension - sell.DeadlineExtension;
        var added = lost < room ? lost : room;
        var extended = sell with
        {
            DeadlineExtension = sell.DeadlineExtension + added,
            Deposit = sell.Deposit with { Deadline = sell.Deposit.Deadline + added },
        };
        return Collecting(extended with
        {
            Deposits = [.. sell.Deposits.Select(deposit => deposit with
            {
                Counts = deposit.Counts || (deposit.SeenAt > Cut(sell) && deposit.SeenAt <= Cut(extended)),
            })],
        });
    }

    private static bool IsCollecting(Sell sell) => sell.IsCollecting
        || (sell.Phase == SellPhase.OnHold && sell.Status == SellStatus.Pending);

    /// <summary>
    /// While deposits are collected, the phase says whether one is still to confirm; once they cover the quote it is the
    /// payout's turn. That too little or too much came is said by the same event.
    /// </summary>
    public static Sell Collecting(Sell sell)
    {
        if (sell.Received > sell.Quote.CryptoAmount)
        {
            sell = sell.Labelled(Labels.Over);
        }

        if (IsCollecting(sell) && sell.Received.IsPositive && !sell.IsCovered(sell.Announced))
        {
            sell = sell.Labelled(Labels.Under);
        }

        if (!sell.IsCollecting || sell.IsCovered(sell.Received))
        {
            return sell;
        }

        var isConfirming = sell.LiveDeposits.Any(deposit => !deposit.IsConfirmed);
        return sell with { Phase = isConfirming ? SellPhase.ConfirmingDeposit : SellPhase.AwaitingDeposit };
    }

    private static void Replace(SellChange change, string id, Func<Deposit, Deposit> edit) =>
        change.Note(sell => With(sell, id, edit));

    private static Sell With(Sell sell, string id, Func<Deposit, Deposit> edit) =>
        sell with { Deposits = [.. sell.Deposits.Select(deposit => deposit.Id == id ? edit(deposit) : deposit)] };

    private static string CaseKind(DepositMatchResult match) => match switch
    {
        DepositMatchResult.WrongNetwork => CaseKinds.WrongNetwork,
        DepositMatchResult.WrongToken => CaseKinds.WrongToken,
        DepositMatchResult.WrongMemo => CaseKinds.WrongMemo,
        DepositMatchResult.ZeroValue => CaseKinds.ZeroValue,
        _ => CaseKinds.UnusableAmount,
    };
}
