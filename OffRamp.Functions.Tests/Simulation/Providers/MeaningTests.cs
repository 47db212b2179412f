using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>What the comparison of what was read with what was meant is worth: it sees every field, and no spelling.</summary>
[TestClass]
internal sealed class MeaningTests
{
    private static readonly DepositFact Deposit = A.Transfer();
    private static readonly RefundFact Refund = new("ref_1", RefundStatus.Sent, "back1") { Fee = "1.37" };

    private static readonly PayoutFact Payout = new()
    {
        PayoutId = "pay_1",
        Status = PayoutStatus.Failed,
        Amount = "227.70",
        Currency = "EUR",
        FailureCode = "declined",
    };

    [TestMethod]
    public void Another_spelling_means_the_same()
    {
        Assert.IsTrue(Meaning.IsSame(Deposit with { Amount = "250.000000000000000000", Asset = "usdt" }, Deposit));
        Assert.IsTrue(Meaning.IsSame(Payout with { Amount = "227.7", Currency = "eur" }, Payout));
        Assert.IsTrue(Meaning.IsSame(new RefundFact("ref_1", RefundStatus.Sent, "back1") { Fee = "1.370" }, Refund));
    }

    [TestMethod]
    public void A_transfer_that_differs_in_one_field_means_something_else()
    {
        DepositFact[] others =
        [
            Deposit with { Amount = "250.000001" }, Deposit with { IsHighRisk = true }, Deposit with { IsRiskUnknown = true },
            Deposit with { Confirmations = 19 }, Deposit with { SeenAt = Deposit.SeenAt.AddTicks(1) }, Deposit with { Status = DepositStatus.Dropped },
            Deposit with { TxHash = "abc2" }, Deposit with { LogIndex = 1 }, Deposit with { Network = Network.ERC20 }, Deposit with { Memo = "7" },
            Deposit with { ContractAddress = ModelCustodian.WorthlessToken }, Deposit with { Address = "T" }, Deposit with { Asset = "USDC" },
        ];

        CollectionAssert.AreEqual(Array.Empty<DepositFact>(), others.Where(other => Meaning.IsSame(other, Deposit)).ToArray());
    }

    [TestMethod]
    public void A_payout_or_refund_that_differs_in_one_field_means_something_else()
    {
        Outcome[] payouts =
        [
            new PayoutReported(Payout with { Amount = "227.71" }), new PayoutReported(Payout with { Currency = "USD" }),
            new PayoutReported(Payout with { FailureCode = "other" }), new PayoutReported(Payout with { RetryableWithNewDetails = true }),
            new PayoutReported(Payout with { Status = PayoutStatus.Returned }), new PayoutReported(Payout with { PayoutId = "pay_2" }),
        ];
        Outcome[] refunds =
        [
            new RefundReported(Refund with { Fee = "1.38" }), new RefundReported(Refund with { TxHash = "back2" }),
            new RefundReported(Refund with { Status = RefundStatus.Failed }), new RefundReported(Refund with { RefundId = "ref_2" }),
        ];

        Assert.IsFalse(payouts.Any(other => Meaning.IsSame(other, new PayoutReported(Payout))));
        Assert.IsFalse(refunds.Any(other => Meaning.IsSame(other, new RefundReported(Refund))));
    }

    [TestMethod]
    public void A_page_with_another_amount_is_another_page() =>
        Assert.IsFalse(Meaning.IsSame(new DepositPage([Deposit with { Amount = "2500" }]), new DepositPage([Deposit])));

    [TestMethod]
    public void A_rate_source_that_is_silent_uses_no_fault_up()
    {
        var plan = new Plan(1, "250", default, Trouble.None) { Faults = [new CallFault(Call.FindRate, FaultMode.Stale, 1)] };
        var (agenda, occurrences) = (new Agenda(A.Start), new Occurrences(plan));
        var weather = new Weather(plan, agenda, occurrences);
        var rates = new ModelRates(weather, occurrences);
        weather.Silence(new Outage(TimeSpan.Zero, Provider.Rates, TimeSpan.FromMinutes(1)));
        rates.Find();
        agenda.PassTo(A.Start + TimeSpan.FromMinutes(1));

        rates.Find();

        Assert.AreEqual(FaultMode.Stale, rates.Said);
    }
}
