using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class CancelTests
{
    private static readonly TimeSpan Noon = TimeSpan.FromMinutes(30);

    [TestMethod]
    public void A_cancel_is_granted_once_the_custodian_has_seen_nothing()
    {
        var story = new SellStory().At(Noon).CancelIsAsked().Looks();
        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);

        story.CustodianSays();

        Assert.AreEqual((SellStatus.Cancelled, NextStep.Cancelled), (story.Sell.Status, story.Step.Next));
    }

    [TestMethod]
    public void A_cancel_after_a_deposit_was_seen_is_refused()
    {
        var story = new SellStory().At(Noon).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks();

        story.CancelIsAsked().Looks();

        Assert.AreEqual(SellPhase.ConfirmingDeposit, story.Sell.Phase);
        Assert.IsNull(story.Sell.CancelRequestedAt);
    }

    [TestMethod]
    public void A_transfer_that_only_the_custodian_knows_of_wins_over_the_cancel()
    {
        var story = new SellStory().At(Noon).CancelIsAsked().Looks().CustodianSays(A.Transfer() with { SeenAt = A.Start + Noon });

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    [DataRow(-1, true, SellPhase.ConfirmingDeposit)]
    [DataRow(-1, false, SellPhase.ConfirmingDeposit)]
    [DataRow(0, true, SellPhase.ConfirmingDeposit)]
    [DataRow(0, false, SellPhase.ConfirmingDeposit)]
    [DataRow(1, true, SellPhase.Cancelled)]
    [DataRow(1, false, SellPhase.Cancelled)]
    public void A_notice_and_a_cancel_that_cross_end_as_seen_at_says(int seenTicksAfterCancel, bool noticeIsReadFirst, SellPhase phase)
    {
        var transfer = A.Transfer(status: DepositStatus.Seen) with { SeenAt = A.Start + Noon + TimeSpan.FromTicks(seenTicksAfterCancel) };
        var story = new SellStory().At(Noon + TimeSpan.FromSeconds(1));

        if (noticeIsReadFirst)
        {
            story.Arrives(transfer).Looks().CancelIsAsked(A.Start + Noon).Looks();
        }
        else
        {
            story.CancelIsAsked(A.Start + Noon).Looks().Arrives(transfer).Looks();
        }

        story.CustodianSays(transfer);
        Assert.AreEqual(phase, story.Sell.Phase);
        Assert.HasCount(1, story.Sell.Deposits);
    }
}
