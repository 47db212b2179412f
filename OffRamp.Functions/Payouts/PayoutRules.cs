using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Payouts;

/// <summary>What the payout provider's word does to a sell.</summary>
internal static partial class PayoutRules
{
    /// <summary>Commits the attempt before anybody is called; its id is the provider's idempotency key.</summary>
    /// <exception cref="InvalidOperationException">The attempt before is not known to have failed: a bug that must not be stored.</exception>
    public static void Begin(SellChange change, Money amount, Money converts)
    {
        if (change.Sell.LastPayout is { Status: not (PayoutStatus.Failed or PayoutStatus.Returned) })
        {
            throw new InvalidOperationException("No new payout is made until the one before is known to have failed.");
        }

        var attempt = change.Sell.Payouts.Count + change.Sell.PayoutsWithdrawn + 1;
        var payout = new Payout
        {
            Id = $"pay_{change.Sell.Id.Id}_{attempt}",
            Attempt = attempt,
            Status = PayoutStatus.Submitting,
            Amount = amount,
            Converts = converts,
            Card = change.Sell.Card,
            SubmittedAt = change.Now,
            AskAt = change.Now,
            Recovery = change.Sell.RecoveryNow,
        };
        change.Note(sell => sell with { Payouts = [.. sell.Payouts, payout], Waived = [], IsPayoutWanted = false });
    }

    /// <summary>It was never sent, and what it was to pay for is gone: it is as if it had never begun. Its id is not used again.</summary>
    public static void Withdraw(SellChange change) => change.Note(sell => sell with
    {
        Payouts = [.. sell.Payouts.SkipLast(1)],
        PayoutsWithdrawn = sell.PayoutsWithdrawn + 1,
        IsPayoutWanted = true,
    });

    public static void HearOutcome(SellChange change, Outcome outcome)
    {
        switch (outcome)
        {
            case PayoutAccepted accepted when Find(change, accepted.PayoutId) is { Status: PayoutStatus.Submitting } payout:
                Accept(change, payout, accepted.ProviderReference);
                break;
            case PayoutSending sending when Find(change, sending.PayoutId) is { Status: PayoutStatus.Submitting } payout:
                Replace(change, payout.Id, known => known with { FirstTry = known.FirstTry ?? sending.Try, Tries = known.Tries + 1, FirstTriedAt = known.FirstTriedAt ?? change.Now });
                break;
            case PayoutNotSent unsent when Find(change, unsent.PayoutId) is { Status: PayoutStatus.Submitting, Tries: 1 } payout && payout.FirstTry == unsent.Try:
                Replace(change, payout.Id, known => known with { FirstTry = null, Tries = 0, FirstTriedAt = null });
                break;
            case PayoutRefused refused when Find(change, refused.PayoutId) is { IsOut: true } payout && payout.IsOnlyTry(refused.Try):
                Fail(change, payout, refused.FailureCode, refused.NewDetailsCanHelp);
                break;
            case PayoutRefused refused when Find(change, refused.PayoutId) is { IsOut: true } payout:
                AskLater(change, payout);
                break;
            case PayoutUnknown unknown when Find(change, unknown.PayoutId) is { IsAskedAbout: true } payout:
                AskLater(change, payout);
                break;
            case PayoutNeverArrived absent when Find(change, absent.PayoutId) is { Status: PayoutStatus.Settled, IsAskedAbout: true } payout:
                AskLater(change, payout);
                break;
            case PayoutNeverArrived absent when Find(change, absent.PayoutId) is { IsOut: true } payout:
                Replace(change, payout.Id, known => known with { Status = PayoutStatus.Submitting, AskAt = change.Now });
                break;
            case PayoutReported reported:
                HearReport(change, reported.Fact);
                break;
            default:
                break;
        }
    }

    /// <summary>A notice is believed when it says what we sent; that one failed or came back, only the provider itself may say when asked.</summary>
    public static void HearNotice(SellChange change, PayoutFact fact)
    {
        if (Find(change, fact.PayoutId) is not { } payout || !SaysWhatWeSent(fact, payout))
        {
            OpenContradiction(change, fact);
            return;
        }

        switch (fact.Status, payout.Status)
        {
            case (PayoutStatus.Settled, PayoutStatus.Submitting or PayoutStatus.Submitted):
                Settle(change, payout, fact);
                break;
            case (PayoutStatus.Failed or PayoutStatus.Returned, PayoutStatus.Submitting or PayoutStatus.Submitted):
                // It arrived, though its submission may not be on record yet.
                Accept(change, payout, fact.ProviderReference);
                Replace(change, payout.Id, known => known with { AskAt = change.Now });
                break;
            case (PayoutStatus.Returned, PayoutStatus.Settled):
                change.BeginRecovery();
                Replace(change, payout.Id, known => known with { ReturnSaidAt = known.ReturnSaidAt ?? change.Now, UnknownAnswers = 0, AskAt = change.Now });
                break;
            case (PayoutStatus.Returned, PayoutStatus.Returned) when ReturnedAmount(fact, payout) != (payout.ReturnedAmount ?? payout.Amount):
                // The rest of what comes back in parts, or less than was booked: what is booked stands, and a person hears of it.
                OpenContradiction(change, fact);
                break;
            case var (said, recorded) when said == recorded:
                break;
            default:
                OpenContradiction(change, fact);
                break;
        }
    }

    /// <summary>Silent for days, its outcome may be recorded by an operator who knows it from elsewhere.</summary>
    public static bool CanBeResolved(Sell sell, PayoutFact? fact, DateTimeOffset now) =>
        sell.Payouts.FirstOrDefault(payout => payout.Id == fact?.PayoutId) is { IsOut: true } payout
        && now >= payout.SubmittedAt + PayoutRetry.Patience && SaysWhatWeSent(fact!, payout);

    public static void Resolve(SellChange change, PayoutFact fact) => HearReport(change, fact);

    private static void HearReport(SellChange change, PayoutFact fact)
    {
        if (Find(change, fact.PayoutId) is not { IsAskedAbout: true } payout)
        {
            return;
        }

        if (!SaysWhatWeSent(fact, payout))
        {
            OpenContradiction(change, fact);
            AskLater(change, payout);
            return;
        }

        if (!payout.IsOut)
        {
            HearWhetherReturned(change, payout, fact);
            return;
        }

        switch (fact.Status)
        {
            case PayoutStatus.Settled:
                Settle(change, payout, fact);
                break;
            case PayoutStatus.Failed:
                Fail(change, payout, fact.FailureCode ?? "unknown", fact.RetryableWithNewDetails);
                break;
            case PayoutStatus.Returned:
                ReturnUnsettled(change, payout, fact);
                break;
            default:
                Accept(change, payout, fact.ProviderReference);
                break;
        }
    }

    private static void Accept(SellChange change, Payout payout, string? reference)
    {
        var wasSubmitting = payout.Status == PayoutStatus.Submitting;
        var pause = change.Now - payout.SubmittedAt < PayoutRetry.FirstAsk ? PayoutRetry.FirstAsk : PayoutRetry.LaterAsk;
        Payout Edit(Payout known) => known with
        {
            Status = PayoutStatus.Submitted,
            ProviderReference = reference ?? known.ProviderReference,
            FirstTriedAt = known.FirstTriedAt ?? change.Now,
            UnknownAnswers = 0,
            AskAt = change.Now + pause,
        };

        // A provider that forgot for a while what it had accepted tells no news.
        if (wasSubmitting && payout.ProviderReference is null)
        {
            change.Tell("payout.submitted", sell => With(sell, payout.Id, Edit));
        }
        else
        {
            Replace(change, payout.Id, Edit);
        }
    }

    private static void Settle(SellChange change, Payout payout, PayoutFact fact)
    {
        if (payout.Status == PayoutStatus.Submitting)
        {
            Accept(change, payout, fact.ProviderReference);
        }

        change.Tell("payout.settled", sell => With(sell, payout.Id, known => known with
        {
            Status = PayoutStatus.Settled,
            ProviderReference = fact.ProviderReference ?? known.ProviderReference,
            SettledAt = change.Now,
        }));
        change.Book(Ledger.PayoutSettled(payout.Converts, payout.Amount, change.Sell.Quote));
    }

    private static void Fail(SellChange change, Payout payout, string failureCode, bool newDetailsCanHelp) =>
        change.Tell("payout.failed", sell => With(sell, payout.Id, known => known with
        {
            Status = PayoutStatus.Failed,
            FailureCode = failureCode,
            NewDetailsCanHelp = newDetailsCanHelp,
        }));

    private static void AskLater(SellChange change, Payout payout)
    {
        var unknown = payout.UnknownAnswers + 1;
        Replace(change, payout.Id, known => known with { UnknownAnswers = unknown, WasUnknown = true, AskAt = change.Now + PayoutRetry.Pause(unknown) });
    }

    private static bool SaysWhatWeSent(PayoutFact fact, Payout payout) =>
        (fact.Currency is null || string.Equals(fact.Currency, payout.Amount.Currency.Code, StringComparison.OrdinalIgnoreCase))
        && (fact.Amount is null || (Money.TryParse(fact.Amount, payout.Amount.Currency, out var amount)
            && (amount == payout.Amount || (fact.Status == PayoutStatus.Returned && amount < payout.Amount && amount.IsPositive))));

    private static void OpenContradiction(SellChange change, PayoutFact fact) =>
        change.OpenCase(CaseKinds.PayoutContradiction, $"{fact.PayoutId} {fact.Status} {fact.Amount} {fact.Currency}".TrimEnd());

    private static Payout? Find(SellChange change, string id) => change.Sell.Payouts.FirstOrDefault(payout => payout.Id == id);

    private static void Replace(SellChange change, string id, Func<Payout, Payout> edit) => change.Note(sell => With(sell, id, edit));

    private static Sell With(Sell sell, string id, Func<Payout, Payout> edit) =>
        sell with { Payouts = [.. sell.Payouts.Select(payout => payout.Id == id ? edit(payout) : payout)] };
}
