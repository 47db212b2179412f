using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>What an operator may do with a payout that came back after the sell was completed.</summary>
[TestClass]
internal sealed class OperatorAfterReturnTests
{
    private static SellStory Returned() => new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles().PayoutComesBack();

    private static SellStory Said(SellStory story, PayoutStatus status) =>
        story.Looks(new PayoutReported(story.PayoutSaid(status) with { FailureCode = "card_closed" }));

    private static SellStory RefundIs(SellStory story, RefundStatus status) =>
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, status, "feed")));

    [TestMethod]
    public void A_returned_payout_is_made_again_while_the_sell_stays_completed()
    {
        var story = Returned().OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer());
        Assert.AreEqual((SellPhase.Paid, NextStep.PayOut, false), (story.Sell.Phase, story.Step.Next, story.Sell.IsAtRest));

        story.PayoutIsAccepted().PayoutSettles();

        Assert.AreEqual((SellStatus.Completed, NextStep.Completed, true), (story.Sell.Status, story.Step.Next, story.Sell.IsAtRest));
        CollectionAssert.AreEqual(
            new[] { PayoutStatus.Returned, PayoutStatus.Settled }, story.Sell.Payouts.Select(payout => payout.Status).ToArray());
        Assert.AreEqual("227.70", story.Balance(Account.PaidOut, Currency.EUR).ToString());
    }

    [TestMethod]
    public void A_returned_payout_whose_second_attempt_fails_can_be_tried_again()
    {
        var story = Said(Returned().OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer()), PayoutStatus.Failed);
        Assert.AreEqual((SellStatus.Completed, NextStep.Completed), (story.Sell.Status, story.Step.Next));

        story.OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer());

        Assert.HasCount(3, story.Sell.Payouts);
    }

    [TestMethod]
    public void A_returned_payout_can_be_refunded_instead()
    {
        var story = Returned().OperatorAsks(SellAction.Refund).Looks();
        Assert.AreEqual((SellPhase.Paid, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));

        RefundIs(story, RefundStatus.Sent);

        Assert.AreEqual((SellStatus.Completed, NextStep.Completed), (story.Sell.Status, story.Step.Next));
        Assert.AreEqual("250", story.Balance(Account.Refunded, Currency.USDT).ToString());
    }
}
