using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Payouts;

/// <summary>A payout that comes back: whole or short, before it was heard that it settled or long after.</summary>
internal static partial class PayoutRules
{
    /// <summary>It had settled, and a notice says that it came back: the provider's list may only be slower than its notices, so it is asked again.</summary>
    private static void HearWhetherReturned(SellChange change, Payout payout, PayoutFact fact)
    {
        if (fact.Status == PayoutStatus.Returned)
        {
            Return(change, payout, fact);
        }
        else
        {
            AskLater(change, payout);
        }
    }

    /// <summary>Asked for days, the provider has never confirmed that it came back: the notice changes nothing, and a person hears of it.</summary>
    public static void GiveUpReturn(SellChange change, Payout payout)
    {
        change.OpenCase(CaseKinds.PayoutContradiction, $"{payout.Id} {PayoutStatus.Returned}, by a notice alone");
        Replace(change, payout.Id, known => known with { ReturnSaidAt = null });
    }

    /// <summary>It came back, perhaps less a bank's fee: what came is held, what is missing is our cost, and a person decides.</summary>
    private static void Return(SellChange change, Payout payout, PayoutFact fact)
    {
        var back = ReturnedAmount(fact, payout);
        change.BeginRecovery();
        change.Label(Labels.Returned);
        change.OpenCase(CaseKinds.PayoutReturned, payout.Id);
        change.Tell(
            "payout.returned",
            sell => With(sell, payout.Id, known => known with { Status = PayoutStatus.Returned, ReturnedAt = change.Now, ReturnedAmount = back, ReturnSaidAt = null }));
        change.Book(Ledger.PayoutReturned(payout.Converts, payout.Amount, back, change.Sell.Quote));
    }

    /// <summary>It came back before it was heard that it had settled: whole, it is as if it had failed; short, a person decides.</summary>
    private static void ReturnUnsettled(SellChange change, Payout payout, PayoutFact fact)
    {
        if (ReturnedAmount(fact, payout) == payout.Amount)
        {
            Fail(change, payout, fact.FailureCode ?? "unknown", fact.RetryableWithNewDetails);
            change.Book(Ledger.PayoutSettled(payout.Converts, payout.Amount, change.Sell.Quote));
            change.Book(Ledger.PayoutReturned(payout.Converts, payout.Amount, payout.Amount, change.Sell.Quote));
            return;
        }

        Settle(change, payout, fact);
        Return(change, payout, fact);
    }

    private static Money ReturnedAmount(PayoutFact fact, Payout payout) =>
        fact.Amount is null ? payout.Amount : Money.Parse(fact.Amount, payout.Amount.Currency);
}
