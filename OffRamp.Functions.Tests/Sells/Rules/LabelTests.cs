using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>What was odd is said by the event that made it so, not by the next one.</summary>
[TestClass]
internal sealed class LabelTests
{
    [TestMethod]
    public void Too_little_is_under_in_the_event_that_confirms_it()
    {
        var story = new SellStory().Arrives(A.Transfer("100")).Looks();

        Assert.AreEqual(("deposit.confirmed", Labels.Under, "150"), Last(story, told => told.AmountDue.ToString()));
    }

    [TestMethod]
    public void With_enough_announced_nothing_is_under()
    {
        var story = new SellStory().Arrives(A.Transfer("150", "rest", DepositStatus.Seen)).Arrives(A.Transfer("100")).Looks();

        Assert.IsEmpty(story.Sell.Labels);
    }

    [TestMethod]
    public void A_part_that_is_dropped_leaves_too_little()
    {
        var story = new SellStory().Arrives(A.Transfer("150", "rest", DepositStatus.Seen)).Arrives(A.Transfer("100")).Looks();

        story.Arrives(A.Transfer("150", "rest", DepositStatus.Dropped)).Looks();

        Assert.AreEqual(("deposit.dropped", Labels.Under, "150"), Last(story, told => told.AmountDue.ToString()));
    }

    [TestMethod]
    public void A_part_that_confirms_after_the_payout_began_makes_it_too_much()
    {
        var story = new SellStory().Arrives(A.Transfer("100", "more", DepositStatus.Seen)).IsPaidIn();

        story.Arrives(A.Transfer("100", "more")).Looks();

        Assert.AreEqual(("deposit.confirmed", Labels.Over, "350"), Last(story, told => told.Received.ToString()));
        Assert.AreEqual((RefundReasons.Excess, "100"), RefundAfter(story));
    }

    [TestMethod]
    public void What_is_seen_after_the_deadline_decided_is_a_duplicate()
    {
        var transfer = A.Transfer("100");
        var story = new SellStory().Arrives(transfer).Looks().At(TimeSpan.FromHours(6)).Looks().CustodianSays(transfer).ReadyToPaySays(transfer);

        story.PayoutIsAccepted().Arrives(A.Transfer("150", "second") with { SeenAt = story.Now }).Looks();

        CollectionAssert.AreEqual(new[] { Labels.Under, Labels.Duplicate }, story.Sell.Labels.ToArray());
        Assert.AreEqual((RefundReasons.Duplicate, "150"), RefundAfter(story));
    }

    [TestMethod]
    public void A_reorg_is_said_by_the_event_that_drops_the_deposit_and_wakes_operators_after_a_payout()
    {
        var story = new SellStory().IsPaidIn().PayoutSettles();

        story.Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        Assert.AreEqual(("deposit.dropped", Labels.Reorged, "Paid"), Last(story, told => told.Phase.ToString()));
        Assert.Contains("gone from the chain after a payout was begun", story.Alarm!);
    }

    [TestMethod]
    public void Taken_up_by_the_chain_again_it_is_no_duplicate_of_itself()
    {
        var story = new SellStory().IsPaidIn().PayoutSettles().Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        story.Arrives(A.Transfer()).Looks();

        Assert.AreEqual(Labels.Reorged, story.Sell.Labels.Single());
        Assert.IsEmpty(story.Sell.Refunds);
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
    }

    [TestMethod]
    public void While_a_sell_is_held_nobody_is_asked_to_send_more()
    {
        var story = new SellStory().Arrives(A.Transfer("100")).Looks();

        story.OperatorAsks(SellAction.Hold).Looks();

        Assert.IsTrue(story.Sell.AmountDue.IsZero);
    }

    [TestMethod]
    [DataRow(UnderpaidPolicy.ConvertActual, 1, 0)]
    [DataRow(UnderpaidPolicy.Refund, 0, 1)]
    public void A_part_that_is_reported_too_late_is_treated_as_at_the_deadline(UnderpaidPolicy policy, int payouts, int refunds)
    {
        var part = A.Transfer("100");
        var story = new SellStory(A.Sell() with { Underpaid = policy }).At(TimeSpan.FromHours(6)).Looks().CustodianSays();

        story.At(TimeSpan.FromHours(7)).Arrives(part).Looks().ReadyToPaySays(part);

        Assert.AreEqual((payouts, refunds), (story.Sell.Payouts.Count, story.Sell.Refunds.Count));
    }

    private static (string, string, string) Last(SellStory story, Func<Sell, string> fact)
    {
        var told = story.Events[^1];
        return (told.Type, told.Sell.Labels.Single(), fact(told.Sell));
    }

    private static (string, string) RefundAfter(SellStory story)
    {
        var refund = story.PayoutSettles().Sell.Refunds.Single();
        return (refund.Reason, refund.Amount.ToString());
    }
}
