using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class HappySellTests
{
    [TestMethod]
    public void A_new_sell_waits_six_hours_for_its_deposit()
    {
        var story = new SellStory().Looks();

        Assert.AreEqual(new Step(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, A.Start + TimeSpan.FromHours(6)), story.Step);
        Assert.IsEmpty(story.Events);
    }

    [TestMethod]
    public void A_seen_deposit_is_waited_for_until_it_confirms()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks();

        Assert.AreEqual(SellPhase.ConfirmingDeposit, story.Sell.Phase);
        Assert.AreEqual(NextStep.AwaitNotice, story.Step.Next);
        CollectionAssert.AreEqual(new[] { "deposit.seen" }, story.EventTypes.ToArray());
    }

    [TestMethod]
    public void A_confirmed_deposit_that_covers_the_quote_has_the_custodian_asked_before_money_leaves()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks();

        Assert.AreEqual(new Step(SellPhase.PayingOut, NextStep.AskCustodian, story.Now + TimeSpan.FromMinutes(1)), story.Step);
        Assert.IsEmpty(story.Sell.Payouts);
    }

    [TestMethod]
    public void The_payout_is_on_record_before_the_provider_is_called()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer());

        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
        Assert.AreEqual(PayoutStatus.Submitting, story.Sell.LastPayout!.Status);
        Assert.AreEqual("227.70", story.Sell.LastPayout.Amount.ToString());
    }

    [TestMethod]
    public void A_settled_payout_completes_the_sell()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        Assert.AreEqual(NextStep.Completed, story.Step.Next);
        Assert.AreEqual(SellStatus.Completed, story.Sell.Status);
        CollectionAssert.AreEqual(
            new[] { "deposit.seen", "deposit.confirmed", "sell.processing", "payout.submitted", "payout.settled", "sell.completed" },
            story.EventTypes.ToArray());
    }

    [TestMethod]
    public void The_history_goes_forward_only()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        CollectionAssert.AreEqual(
            new[] { SellPhase.AwaitingDeposit, SellPhase.ConfirmingDeposit, SellPhase.PayingOut, SellPhase.Paid },
            story.Sell.History.Select(line => line.Phase).ToArray());
    }

    [TestMethod]
    public void Events_count_on_from_the_sessions_without_gaps()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        CollectionAssert.AreEqual(Enumerable.Range(3, 6).Select(n => (long)n).ToArray(), story.Events.Select(e => e.Sequence).ToArray());
        Assert.AreEqual(8, story.Sell.Sequence);
    }

    [TestMethod]
    public void The_ledger_closes_in_both_currencies()
    {
        var story = new SellStory(A.Sell("33.333333")).At(TimeSpan.FromMinutes(10)).IsPaidIn("33.333333").PayoutSettles();

        Assert.AreEqual("33.333333", story.Balance(Account.Converted, Currency.USDT).ToString());
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
        Assert.AreEqual("30.35", story.Balance(Account.PaidOut, Currency.EUR).ToString());
        Assert.IsTrue(story.Postings.GroupBy(p => p.Currency).All(c => c.Aggregate(Int128.Zero, (sum, p) => sum + p.Units) == 0));
    }

    [TestMethod]
    public void Several_deposits_before_the_deadline_make_one_payout()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10))
            .Arrives(A.Transfer("100", "t1")).Looks()
            .Arrives(A.Transfer("150", "t2")).Looks()
            .ReadyToPaySays(A.Transfer("100", "t1"), A.Transfer("150", "t2")).PayoutIsAccepted().PayoutSettles();

        Assert.HasCount(2, story.Sell.Deposits);
        Assert.HasCount(1, story.Sell.Payouts);
        CollectionAssert.AreEqual(new[] { Labels.Under }, story.Sell.Labels.ToArray());
        Assert.AreEqual(SellStatus.Completed, story.Sell.Status);
    }

    [TestMethod]
    public void A_silent_payout_provider_is_asked_after_a_quarter_of_an_hour()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();

        story.At(TimeSpan.FromMinutes(26)).Looks();

        Assert.AreEqual(NextStep.AskPayout, story.Step.Next);
    }
}
