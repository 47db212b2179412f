using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class DeadlineTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    [TestMethod]
    public void Just_before_the_deadline_an_unpaid_sell_is_still_pending()
    {
        var story = new SellStory().At(Window - TimeSpan.FromMinutes(1)).Looks();

        Assert.AreEqual(new Step(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, A.Start + Window), story.Step);
    }

    [TestMethod]
    public void At_the_deadline_the_custodian_is_asked_before_anything_is_recorded()
    {
        var story = new SellStory().At(Window).Looks();

        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);
        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);
    }

    [TestMethod]
    public void Nothing_at_the_deadline_fails_the_sell_with_deposit_timeout()
    {
        var story = new SellStory().At(Window).Looks().CustodianSays();

        Assert.AreEqual(NextStep.Failed, story.Step.Next);
        Assert.AreEqual((SellStatus.Failed, SellPhase.Expired, FailureCodes.DepositTimeout), (story.Sell.Status, story.Sell.Phase, story.Sell.FailureCode));
        CollectionAssert.AreEqual(new[] { "sell.failed" }, story.EventTypes.ToArray());
    }

    [TestMethod]
    public void A_custodian_that_does_not_answer_is_asked_again_and_nothing_expires()
    {
        var story = new SellStory().At(Window).Looks(new ProviderSilent("custodian"));

        Assert.AreEqual(new Step(SellPhase.AwaitingDeposit, NextStep.AwaitNotice, story.Now + TimeSpan.FromMinutes(1)), story.Step);
    }

    [TestMethod]
    public void An_answer_from_before_the_deadline_does_not_decide_it()
    {
        var story = new SellStory().At(Window).Looks(new CustodianAnswered(A.Start + Window - TimeSpan.FromTicks(1), []));

        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);
    }

    [TestMethod]
    public void A_deposit_seen_in_time_but_confirmed_an_hour_later_completes()
    {
        var seenAt = A.Start + new TimeSpan(5, 58, 0);
        var story = new SellStory().At(new TimeSpan(5, 58, 0)).Arrives(A.Transfer(status: DepositStatus.Seen) with { SeenAt = seenAt }).Looks();

        story.At(new TimeSpan(6, 58, 0)).IsPaidIn().PayoutSettles();

        Assert.AreEqual(SellPhase.Paid, story.Sell.Phase);
    }

    [TestMethod]
    [DataRow(0, SellPhase.PayingOut, DisplayName = "seen at the very deadline: in time")]
    [DataRow(1, SellPhase.Expired, DisplayName = "seen one tick after: late")]
    public void What_the_custodian_knows_at_the_deadline_is_decided_by_seen_at(int ticksAfter, SellPhase phase)
    {
        var transfer = A.Transfer() with { SeenAt = A.Start + Window + TimeSpan.FromTicks(ticksAfter) };

        var story = new SellStory().At(Window + TimeSpan.FromSeconds(1)).Looks().CustodianSays(transfer);

        Assert.AreEqual(phase, story.Sell.Phase);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_notice_and_the_deadline_in_the_same_instant_end_as_seen_at_says(bool noticeFirst)
    {
        var transfer = A.Transfer() with { SeenAt = A.Start + Window };
        var story = new SellStory().At(Window);

        if (noticeFirst)
        {
            story.Arrives(transfer).Looks();
        }
        else
        {
            story.Looks().CustodianSays(transfer).Arrives(transfer).Looks();
        }

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
        Assert.HasCount(1, story.Sell.Deposits);
    }

    [TestMethod]
    public void What_came_short_is_paid_out_at_the_quotes_rate_when_the_time_is_up()
    {
        var transfer = A.Transfer("100");
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(transfer).Looks();
        Assert.AreEqual("150", story.Sell.AmountDue.ToString());

        story.At(Window).Looks().CustodianSays(transfer).ReadyToPaySays(transfer);

        Assert.AreEqual("91.08", story.Sell.LastPayout!.Amount.ToString());
    }

    [TestMethod]
    [DataRow("5", SellStatus.Failed, SellPhase.Refunding, DisplayName = "worth more than its refund: sent back")]
    [DataRow("0.5", SellStatus.Failed, SellPhase.Expired, DisplayName = "dust: expired")]
    public void Less_than_the_minimum_is_never_paid_out(string amount, SellStatus status, SellPhase phase)
    {
        var transfer = A.Transfer(amount);
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(transfer).Looks();

        story.At(Window).Looks().CustodianSays(transfer);

        Assert.AreEqual((status, phase), (story.Sell.Status, story.Sell.Phase));
        Assert.IsEmpty(story.Sell.Payouts);
    }

    [TestMethod]
    public void A_late_deposit_is_recorded_and_shown_to_operators_and_the_end_stands()
    {
        var story = new SellStory().At(Window).Looks().CustodianSays();

        story.At(Window + TimeSpan.FromHours(1)).Arrives(A.Transfer() with { SeenAt = story.Now }).Looks();

        Assert.AreEqual(SellPhase.Expired, story.Sell.Phase);
        Assert.AreEqual("late_deposit", story.Sell.Cases.Single().Kind);
        Assert.AreEqual("250", story.Balance(Account.Held, Currency.USDT).ToString());
    }
}
