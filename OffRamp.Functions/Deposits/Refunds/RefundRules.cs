using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>Crypto back to the refund address: never to the sender by itself, never twice, never while a payout is out.</summary>
internal static partial class RefundRules
{
    /// <summary>The whole of what is held goes back and the sell has failed; too little to be sent waits for a person, and so does all where part of the fiat is gone.</summary>
    public static Step FailAndRefund(SellChange change, string failureCode, SellPolicy policy)
    {
        if (change.Sell.LastPayout is { Shortfall.IsPositive: true })
        {
            return HoldRules.Hold(change, HoldReasons.Operator, "a payout came back short", policy);
        }

        // Never by itself: where it came from may be a reason to keep it.
        if (change.Sell.NeedsReview)
        {
            return HoldRules.Hold(change, HoldReasons.ComplianceReview, failureCode, policy);
        }

        var amount = change.Sell.Unassigned;
        if (amount <= policy.Asset.Dust)
        {
            return HoldRules.Hold(change, HoldReasons.Operator, $"{failureCode}, and too little is held to be sent back", policy);
        }

        change.Tell("sell.failed", sell => sell with { Phase = SellPhase.Refunding, FailureCode = failureCode, HoldReason = null }, failureCode);
        Begin(change, amount, failureCode, policy);
        return Decide(change, null, policy);
    }

    /// <summary>Commits the refund before the custodian is called.</summary>
    /// <param name="change">The sell.</param>
    /// <param name="takes">What it takes of what is held; what the user gets is that, less what the user bears of its cost.</param>
    /// <param name="reason">Why.</param>
    /// <param name="policy">The settings.</param>
    /// <param name="isDecided">An operator has it sent who knew what speaks against it.</param>
    public static void Begin(SellChange change, Money takes, string reason, SellPolicy policy, bool isDecided = false)
    {
        if (change.Sell.HasPayoutOut || change.Sell.HasOpenRefund)
        {
            throw new InvalidOperationException("Nothing is refunded while a payout or another refund is out.");
        }

        var cost = RefundReasons.IsOwnMistake(reason) && takes > policy.Asset.RefundCost ? policy.Asset.RefundCost : Money.Zero(takes.Currency);
        var refund = new Refund
        {
            Id = $"ref_{change.Sell.Id.Id}_{change.Sell.Refunds.Count + 1}",
            Status = RefundStatus.Submitting,
            Amount = takes - cost,
            Cost = cost.IsPositive ? cost : null,
            Address = change.Sell.RefundAddress,
            Reason = reason,
            IsDecided = isDecided,
            CreatedAt = change.Now,
            AskAt = change.Now,
            Recovery = change.Sell.RecoveryNow,
        };
        change.Tell("refund.pending", sell => sell with
        {
            Refunds = [.. sell.Refunds, refund],
            IsPayoutWanted = false,
            Phase = sell.Phase == SellPhase.RefundFailed ? SellPhase.Refunding : sell.Phase,
        });
    }

    /// <summary>What to do about the refund that is open, or until when to wait.</summary>
    public static Step Decide(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (change.Sell.Refunds.LastOrDefault(refund => refund.IsOpen) is not { } refund)
        {
            return HoldRules.Remind(change, policy);
        }

        if (change.Now >= PatienceBegins(change.Sell, refund) + PayoutRetry.Patience)
        {
            if (change.Sell.Phase == SellPhase.Refunding)
            {
                return HoldRules.Hold(change, HoldReasons.RefundUnresolved, null, policy);
            }

            if (change.Sell.Phase.IsEnd())
            {
                change.OpenCase(CaseKinds.RefundUnresolved, refund.Id);
            }
        }

        if (refund.FirstTriedAt is null && change.Sell.Unassigned.IsNegative)
        {
            return AwaitCover(change, outcome, policy);
        }

        // The custodian's list of deposits says nothing of the refund that follows from it.
        return refund.AskAt <= change.Now && outcome is null or CustodianAnswered
            ? new Step(change.Sell.Phase, NextStep.SendRefund, change.Now + policy.AskAgain)
            : new Step(change.Sell.Phase, NextStep.AwaitNotice, refund.AskAt > change.Now ? refund.AskAt : change.Now + policy.AskAgain);
    }

    /// <summary>
    /// A reorg took away what was to go back, and nothing has left yet: it goes when the chain has taken the deposit up
    /// again. The custodian is asked, because nobody may tell.
    /// </summary>
    private static Step AwaitCover(SellChange change, Outcome? outcome, SellPolicy policy)
    {
        if (outcome is CustodianAnswered answer)
        {
            change.Note(sell => sell with { CustodianAskedAt = answer.AskedAt });
        }

        var pollAt = (change.Sell.CustodianAskedAt ?? default) + policy.ConfirmationPoll;
        return pollAt <= change.Now && outcome is null
            ? new Step(change.Sell.Phase, NextStep.AskCustodian, change.Now + policy.AskAgain)
            : new Step(change.Sell.Phase, NextStep.AwaitNotice, pollAt > change.Now ? pollAt : change.Now + policy.ConfirmationPoll);
    }

    /// <summary>An operator who releases one that is still out gives it as long once more.</summary>
    private static DateTimeOffset PatienceBegins(Sell sell, Refund refund) =>
        sell.PhaseSince > refund.CreatedAt ? sell.PhaseSince : refund.CreatedAt;

    public static void HearOutcome(SellChange change, Outcome outcome)
    {
        switch (outcome)
        {
            case RefundReported { Fact.Status: RefundStatus.Sent } reported when FindOpen(change, reported.Fact.RefundId) is { } refund:
                Send(change, refund, reported.Fact);
                break;
            case RefundReported { Fact.Status: RefundStatus.Failed } reported when FindOpen(change, reported.Fact.RefundId) is { } refund:
                Fail(change, refund, reported.Fact.Fee);
                break;
            case RefundReported reported when FindOpen(change, reported.Fact.RefundId) is { } refund:
                AskLater(change, refund, RefundStatus.Pending, reported.Fact.TxHash);
                break;
            case RefundReported reported when Contradicts(change.Sell, reported.Fact):
                // What is booked stands: of money that has left or not a person has to find out.
                change.OpenCase(CaseKinds.RefundContradiction, $"{reported.Fact.RefundId} {reported.Fact.Status}");
                break;
            case RefundSending sending when FindOpen(change, sending.RefundId) is { } refund:
                change.Note(sell => With(sell, refund.Id, known => known with
                {
                    FirstTry = known.FirstTry ?? sending.Try,
                    Tries = known.Tries + 1,
                    FirstTriedAt = known.FirstTriedAt ?? change.Now,
                }));
                break;
            case RefundRefused refused when FindOpen(change, refused.RefundId) is { } refund && refund.IsOnlyTry(refused.Try):
                Fail(change, refund);
                break;
            case RefundRefused refused when FindOpen(change, refused.RefundId) is { } refund:
                AskLater(change, refund, refund.Status, null, wasUnknown: true);
                break;
            // Of one that somebody else has begun to send meanwhile, the custodian has the word.
            case RefundDoubted doubted when FindOpen(change, doubted.RefundId) is { FirstTriedAt: null } refund:
                ScreeningRules.Hear(change, doubted.Screened);
                Doubt(change, refund, doubted);
                break;
            case RefundCleared cleared when FindOpen(change, cleared.RefundId) is not null:
                ScreeningRules.Hear(change, cleared.Screened);
                Clear(change);
                break;
            case RefundUnknown unknown when FindOpen(change, unknown.RefundId) is { } refund:
                AskLater(change, refund, refund.Status, null, wasUnknown: true);
                break;
            default:
                break;
        }
    }

    private static void Send(SellChange change, Refund refund, RefundFact fact)
    {
        // Held while it was on its way, it may arrive all the same.
        var cost = NetworkCost(change.Sell, fact.Fee);
        change.Tell("refund.sent", sell => With(sell, refund.Id, known => known with { Status = RefundStatus.Sent, TxHash = fact.TxHash ?? known.TxHash, NetworkCost = cost }) with
        {
            Phase = sell.Phase is SellPhase.Refunding or SellPhase.OnHold ? SellPhase.Refunded : sell.Phase,
            HoldReason = null,
        });
        change.Book([.. Ledger.RefundSent(refund), .. Ledger.NetworkCost(cost)]);
    }

    private static void Fail(SellChange change, Refund refund, string? fee = null)
    {
        var cost = NetworkCost(change.Sell, fee);
        change.Tell("refund.failed", sell => With(sell, refund.Id, known => known with { Status = RefundStatus.Failed, NetworkCost = cost }) with
        {
            Phase = sell.Phase == SellPhase.Refunding ? SellPhase.RefundFailed : sell.Phase,
        });
        change.Book(Ledger.NetworkCost(cost));
    }

    /// <summary>In the asset; null where the custodian names none, or nothing that can be read as one.</summary>
    private static Money? NetworkCost(Sell sell, string? fee) =>
        fee is not null && Money.TryParse(fee, sell.Asset, out var cost) && cost.IsPositive ? cost : null;

    private static void AskLater(SellChange change, Refund refund, RefundStatus status, string? txHash, bool wasUnknown = false) =>
        change.Note(sell => With(sell, refund.Id, known => known with
        {
            Status = status,
            TxHash = txHash ?? known.TxHash,
            WasUnknown = known.WasUnknown || wasUnknown,
            Asks = known.Asks + 1,
            AskAt = change.Now + RefundRetry.Pause(known.Asks),
        }));

    /// <summary>Both are final, and not the same; that it was pending is only what was true before.</summary>
    private static bool Contradicts(Sell sell, RefundFact said) =>
        sell.Refunds.FirstOrDefault(refund => refund.Id == said.RefundId) is { } known
        && (known.Status, said.Status) is (RefundStatus.Sent, RefundStatus.Failed) or (RefundStatus.Failed, RefundStatus.Sent);

    private static Refund? FindOpen(SellChange change, string id) =>
        change.Sell.Refunds.FirstOrDefault(refund => refund.Id == id && refund.IsOpen);

    private static Sell With(Sell sell, string id, Func<Refund, Refund> edit) =>
        sell with { Refunds = [.. sell.Refunds.Select(refund => refund.Id == id ? edit(refund) : refund)] };
}
