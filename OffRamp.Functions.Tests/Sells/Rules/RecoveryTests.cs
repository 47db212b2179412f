using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class RecoveryTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    private static SellStory Expired() => new SellStory().At(Window).Looks().CustodianSays().At(Window + TimeSpan.FromHours(1));

    private static SellStory Paid() => new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles().At(TimeSpan.FromHours(1));

    private static SellStory RefundIsSent(SellStory story) =>
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, RefundStatus.Sent, "feed")));

    [TestMethod]
    public void A_deposit_seen_after_the_deadline_goes_back_and_the_end_stands()
    {
        var story = Expired();

        story.Arrives(A.Transfer() with { SeenAt = story.Now }).Looks();
        Assert.AreEqual((NextStep.SendRefund, "late", "250"), (story.Step.Next, story.Sell.Refunds.Single().Reason, story.Sell.Refunds.Single().Amount.ToString()));
        RefundIsSent(story);

        Assert.AreEqual((SellStatus.Failed, SellPhase.Expired, FailureCodes.DepositTimeout), (story.Sell.Status, story.Sell.Phase, story.Sell.FailureCode));
        Assert.AreEqual(NextStep.Failed, story.Step.Next);
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
    }

    [TestMethod]
    public void A_deposit_seen_in_time_but_reported_after_the_end_is_paid_at_the_quote()
    {
        var story = Expired().Arrives(A.Transfer()).Looks();
        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);

        story.ReadyToPaySays(A.Transfer()).PayoutIsAccepted().PayoutSettles();

        Assert.AreEqual((SellStatus.Failed, SellPhase.Expired), (story.Sell.Status, story.Sell.Phase));
        Assert.AreEqual("227.70", story.Sell.Payouts.Single().Amount.ToString());
        Assert.AreEqual(Labels.Late, story.Sell.Labels.Single());
        Assert.AreEqual(NextStep.Failed, story.Step.Next);
    }

    [TestMethod]
    public void After_a_cancel_what_comes_goes_back_also_when_it_was_seen_in_time()
    {
        var story = new SellStory().At(TimeSpan.FromHours(1)).CancelIsAsked().Looks().CustodianSays();

        story.At(TimeSpan.FromHours(2)).Arrives(A.Transfer()).Looks();

        Assert.AreEqual((SellPhase.Cancelled, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
        Assert.IsEmpty(story.Sell.Payouts);
    }

    [TestMethod]
    public void A_second_deposit_after_completion_goes_back()
    {
        var story = Paid().Arrives(A.Transfer("100", "second") with { SeenAt = A.Start + TimeSpan.FromMinutes(50) }).Looks();

        Assert.AreEqual((SellPhase.Paid, "100", "duplicate"), (story.Sell.Phase, story.Sell.Refunds.Single().Amount.ToString(), story.Sell.Refunds.Single().Reason));
    }

    [TestMethod]
    public void A_second_deposit_before_completion_waits_for_the_payouts_outcome()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        story.Arrives(A.Transfer("100", "second")).Looks();
        Assert.IsEmpty(story.Sell.Refunds);

        story.PayoutSettles();

        Assert.AreEqual("100", story.Sell.Refunds.Single().Amount.ToString());
        Assert.IsNull(story.Sell.Refunds.Single().Recovery);
    }

    [TestMethod]
    public void What_a_recovery_adds_bears_its_number()
    {
        var story = Expired();
        story.Arrives(A.Transfer("100", "t1") with { SeenAt = story.Now }).Looks();
        RefundIsSent(story);

        story.Arrives(A.Transfer("100", "t2") with { SeenAt = story.Now }).Looks();

        CollectionAssert.AreEqual(new int?[] { 1, 2 }, story.Sell.Deposits.Select(d => d.Recovery).ToArray());
        CollectionAssert.AreEqual(new int?[] { 1, 2 }, story.Sell.Refunds.Select(r => r.Recovery).ToArray());
        Assert.AreEqual($"{story.Sell.Id}-r2", SellOrchestrations.InstanceOf(story.Sell));
    }

    [TestMethod]
    public void A_late_deposit_is_waited_for_until_it_confirms()
    {
        var story = Expired();
        story.Arrives(A.Transfer(status: DepositStatus.Seen) with { SeenAt = story.Now }).Looks();
        Assert.AreEqual(new Step(SellPhase.Expired, NextStep.AwaitNotice, story.Now + TimeSpan.FromMinutes(5)), story.Step);
        Assert.IsFalse(story.Sell.IsAtRest);

        story.Arrives(A.Transfer() with { SeenAt = story.Now }).Looks();

        Assert.AreEqual(NextStep.SendRefund, story.Step.Next);
    }

    [TestMethod]
    public void A_returned_payout_holds_the_money_for_a_person()
    {
        var story = Paid();

        story.PayoutComesBack();

        Assert.AreEqual((SellPhase.Paid, NextStep.Completed), (story.Sell.Phase, story.Step.Next));
        Assert.Contains(Labels.Returned, story.Sell.Labels);
        Assert.AreEqual("250", story.Balance(Account.Held, Currency.USDT).ToString());
        Assert.IsEmpty(story.Sell.Refunds);
    }

    [TestMethod]
    public void A_late_payout_that_is_doubted_waits_for_a_person()
    {
        var story = Expired().Arrives(A.Transfer()).Looks();

        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = KycStatus.Rejected, CurrentRate = story.Sell.Quote.Rate });

        Assert.AreEqual(NextStep.Failed, story.Step.Next);
        Assert.Contains("kyc_required", story.Sell.Cases.Select(c => c.Kind));
        Assert.IsEmpty(story.Sell.Payouts);
    }

    [TestMethod]
    public void A_late_payout_that_fails_sends_the_crypto_back()
    {
        var story = Expired().Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer()).PayoutIsAccepted();

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed) with { RetryableWithNewDetails = true }));

        Assert.AreEqual((NextStep.SendRefund, FailureCodes.PayoutFailed), (story.Step.Next, story.Sell.Refunds.Single().Reason));
    }
}
