using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>A chain that is reorganised takes transfers back, and may take them up again.</summary>
internal static partial class DepositRules
{
    /// <summary>A chain that was reorganised may take a transfer up again: it is the one that was seen then, and waits anew.</summary>
    private static Deposit Return(SellChange change, Deposit known, DepositFact fact, Asset asset)
    {
        change.BeginRecovery();
        var back = known with
        {
            Status = DepositStatus.Seen,
            Confirmations = fact.Confirmations,
            RecordedAt = change.Now,
            IsAboveMaximum = known.IsAboveMaximum || TakesAboveMaximum(change.Sell, known.Amount, asset),
        };
        NoteMisplaced(change, back);
        Say(change, known.IsSpeck, "deposit.seen", sell => Collecting(With(sell, known.Id, _ => back)));
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
        Say(change, known.IsSpeck, "deposit.dropped", sell => Extend(
            Collecting(With(sell, known.Id, deposit => deposit with { Status = DepositStatus.Dropped, ConfirmedAt = null, RecordedAt = change.Now })), known.IsSpeck ? TimeSpan.Zero : lost, policy));
        if (known.IsConfirmed)
        {
            change.Book(Ledger.DepositLost(known.Amount));
        }
    }

    /// <summary>What was final is gone. Where fiat may have been paid for it, nobody but operators can mend that.</summary>
    private static void NoteReorg(SellChange change, Deposit lost)
    {
        change.Label(Labels.Reorged);
        if (lost.IsSpeck)
        {
            // Whoever sends specks must not be able to fill the record with cases, or to ring anybody.
            change.CountCase(CaseKinds.ReorgAfterConfirmation, "specks", 1, ofItsOwn: true);
            return;
        }

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
}
