using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class RefundTests
{
    private static SellStory PayoutFailed(bool newDetailsCanHelp)
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        return story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed) with
        {
            FailureCode = "card_closed",
            RetryableWithNewDetails = newDetailsCanHelp,
        }));
    }

    private static RefundReported Said(SellStory story, RefundStatus status) => new(new RefundFact(story.Sell.Refunds[^1].Id, status, "feed"));

    [TestMethod]
    public void A_payout_that_failed_for_good_sends_everything_back()
    {
        var story = PayoutFailed(newDetailsCanHelp: false);
        Assert.AreEqual((SellPhase.Refunding, NextStep.SendRefund, FailureCodes.PayoutFailed), (story.Sell.Phase, story.Step.Next, story.Sell.FailureCode));

        story.Looks(Said(story, RefundStatus.Pending)).At(TimeSpan.FromMinutes(11)).Looks().Looks(Said(story, RefundStatus.Sent));

        Assert.AreEqual((SellPhase.Refunded, NextStep.Failed), (story.Sell.Phase, story.Step.Next));
        Assert.AreEqual("250", story.Balance(Account.Refunded, Currency.USDT).ToString());
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
    }

    [TestMethod]
    public void A_declined_card_asks_the_user_for_another_and_pays_with_it()
    {
        var story = PayoutFailed(newDetailsCanHelp: true);
        Assert.AreEqual(new UserAction(UserAction.PayoutDetails, story.Now + TimeSpan.FromHours(72)), UserAction.Of(story.Sell));

        story.Arrives(new NewCard("n|card", story.Now, new Card("tok_new", "visa", "1111"))).Looks().ReadyToPaySays(A.Transfer());
        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
        story.PayoutIsAccepted().PayoutSettles();

        Assert.AreEqual(SellPhase.Paid, story.Sell.Phase);
        CollectionAssert.AreEqual(new[] { 1, 2 }, story.Sell.Payouts.Select(p => p.Attempt).ToArray());
        Assert.AreEqual("tok_new", story.Sell.LastPayout!.Card.Token);
    }

    [TestMethod]
    public void Without_a_new_card_for_three_days_the_crypto_goes_back()
    {
        var story = PayoutFailed(newDetailsCanHelp: true);

        story.At(TimeSpan.FromHours(72.5)).Looks();

        Assert.AreEqual((SellPhase.Refunding, FailureCodes.PayoutFailed), (story.Sell.Phase, story.Sell.FailureCode));
    }

    [TestMethod]
    public void The_user_may_ask_for_the_refund_instead_of_giving_a_card()
    {
        var story = PayoutFailed(newDetailsCanHelp: true);

        story.Arrives(new RefundRequest("n|refund", story.Now)).Looks();

        Assert.AreEqual((SellPhase.Refunding, FailureCodes.RefundRequested), (story.Sell.Phase, story.Sell.FailureCode));
    }

    [TestMethod]
    public void A_failed_refund_waits_for_another_address_and_goes_there()
    {
        var story = PayoutFailed(newDetailsCanHelp: false);
        story.Looks(Said(story, RefundStatus.Failed));
        Assert.AreEqual((SellPhase.RefundFailed, UserAction.RefundAddress), (story.Sell.Phase, UserAction.Of(story.Sell)!.Kind));

        story.Arrives(new NewRefundAddress("n|address", story.Now, "TNewAddress")).Looks();

        Assert.AreEqual((SellPhase.Refunding, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
        Assert.AreEqual(("TNewAddress", "250"), (story.Sell.Refunds[^1].Address, story.Sell.Refunds[^1].Amount.ToString()));
        Assert.HasCount(2, story.Sell.Refunds);
    }

    [TestMethod]
    public void More_than_the_quote_pays_the_quote_and_sends_the_rest_back_afterwards()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn("300");
        Assert.IsEmpty(story.Sell.Refunds);

        story.PayoutSettles();

        Assert.AreEqual((SellPhase.Paid, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
        Assert.AreEqual(("50", RefundReasons.Excess), (story.Sell.Refunds[^1].Amount.ToString(), story.Sell.Refunds[^1].Reason));
        story.Looks(Said(story, RefundStatus.Sent));
        Assert.AreEqual((SellPhase.Paid, NextStep.Completed), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void An_excess_that_is_not_worth_its_refund_is_converted()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn("250.5").PayoutSettles();

        Assert.AreEqual(NextStep.Completed, story.Step.Next);
        Assert.IsEmpty(story.Sell.Refunds);
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
    }

    [TestMethod]
    public void An_overpaid_sell_whose_payout_fails_sends_back_everything_in_one_refund()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn("300");

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed)));

        Assert.AreEqual("300", story.Sell.Refunds.Single().Amount.ToString());
    }

    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(1, 10)]
    [DataRow(2, 60)]
    [DataRow(3, 300)]
    [DataRow(4, 3600)]
    public void A_refund_under_way_is_asked_about_after_growing_pauses(int asked, int seconds)
    {
        var story = PayoutFailed(newDetailsCanHelp: false);

        for (var i = 0; i <= asked; i++)
        {
            story.Looks(Said(story, RefundStatus.Pending));
        }

        Assert.AreEqual(story.Now + TimeSpan.FromSeconds(seconds), story.Sell.Refunds[^1].AskAt);
    }

    [TestMethod]
    public void An_unknown_outcome_never_makes_a_second_refund()
    {
        var story = PayoutFailed(newDetailsCanHelp: false);

        story.Looks(new RefundUnknown(story.Sell.Refunds[^1].Id)).At(TimeSpan.FromDays(2)).Looks();

        Assert.HasCount(1, story.Sell.Refunds);
        Assert.AreEqual(NextStep.SendRefund, story.Step.Next);
    }

    [TestMethod]
    [DataRow(RefundStatus.Failed, RefundStatus.Sent)]
    [DataRow(RefundStatus.Sent, RefundStatus.Failed)]
    public void What_the_custodian_says_against_a_recorded_outcome_changes_nothing_and_is_a_case(RefundStatus recorded, RefundStatus said)
    {
        var story = PayoutFailed(newDetailsCanHelp: false);
        story.Looks(new RefundUnknown(story.Sell.Refunds[^1].Id)).At(TimeSpan.FromDays(4)).Looks();
        story.OperatorAsks(SellAction.ResolveRefund, order => order with { Refund = new(story.Sell.Refunds[^1].Id, recorded, "feed") }).Looks();
        var (phase, postings) = (story.Sell.Phase, story.Postings.Count);

        story.Looks(Said(story, said)).Looks(Said(story, said));

        Assert.AreEqual((phase, recorded, postings), (story.Sell.Phase, story.Sell.Refunds.Single().Status, story.Postings.Count));
        Assert.AreEqual($"{story.Sell.Refunds[^1].Id} {said}", story.Sell.OpenCases.Single(open => open.Kind == CaseKinds.RefundContradiction).Detail);
    }

    [TestMethod]
    [DataRow(RefundStatus.Sent)]
    [DataRow(RefundStatus.Failed)]
    public void What_the_custodian_says_again_is_no_case(RefundStatus status)
    {
        var story = PayoutFailed(newDetailsCanHelp: false);
        story.Looks(Said(story, status));

        story.Looks(Said(story, status)).Looks(Said(story, RefundStatus.Pending));

        Assert.IsEmpty(story.Sell.OpenCases);
    }
}
