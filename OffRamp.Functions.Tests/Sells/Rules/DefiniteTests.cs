using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A refusal is definite only as the answer to all that was ever sent of a payout or refund; everything else is unknown.</summary>
[TestClass]
internal sealed class DefiniteTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(11);

    [TestMethod]
    public void The_answer_to_the_only_try_is_definite()
    {
        var story = Submitting().PayoutIsRefused();

        Assert.AreEqual((PayoutStatus.Failed, SellPhase.Refunding), (story.Sell.LastPayout!.Status, story.Sell.Phase));
    }

    [TestMethod]
    [DataRow("after an unknown answer")]
    [DataRow("after another try")]
    [DataRow("of a try that is not on record")]
    [DataRow("beside another try")]
    public void Any_other_refusal_is_unknown(string when)
    {
        var story = Submitting();
        var id = story.Sell.LastPayout!.Id;
        _ = when switch
        {
            "after an unknown answer" => story.Looks(new PayoutUnknown(id)).Looks(new PayoutSending(id, "try")),
            "after another try" => story.Looks(new PayoutSending(id, "first")).Looks(new PayoutSending(id, "try")),
            "beside another try" => story.Looks(new PayoutSending(id, "try")).Looks(new PayoutSending(id, "other")),
            _ => story,
        };

        story.Looks(new PayoutRefused(id, "card_declined", true) { Try = "try" });

        Assert.AreEqual((PayoutStatus.Submitting, SellPhase.PayingOut, 0), (story.Sell.LastPayout!.Status, story.Sell.Phase, story.Sell.Refunds.Count));
        Assert.IsGreaterThan(story.Now, story.Sell.LastPayout.AskAt);
    }

    [TestMethod]
    public void A_refund_that_is_refused_at_once_has_failed_and_one_that_may_have_left_has_not()
    {
        var (once, again) = (Refunding(), Refunding());
        var id = once.Sell.Refunds[0].Id;

        once.Looks(new RefundSending(id, "try")).Looks(new RefundRefused(id) { Try = "try" });
        again.Looks(new RefundUnknown(id)).Looks(new RefundSending(id, "try")).Looks(new RefundRefused(id) { Try = "try" });

        Assert.AreEqual((RefundStatus.Failed, RefundStatus.Submitting), (once.Sell.Refunds[0].Status, again.Sell.Refunds[0].Status));
    }

    [TestMethod]
    public void A_provider_that_forgets_for_a_while_what_it_accepted_tells_no_news()
    {
        var story = Submitting().PayoutIsAccepted();

        story.Looks(new PayoutNeverArrived(story.Sell.LastPayout!.Id)).PayoutIsAccepted();

        Assert.ContainsSingle(story.EventTypes.Where(type => type == "payout.submitted"));
    }

    [TestMethod]
    [DataRow(PayoutStatus.Settled, SellPhase.Paid)]
    [DataRow(PayoutStatus.Failed, SellPhase.OnHold)]
    public void After_three_days_of_silence_an_operator_records_the_outcome(PayoutStatus outcome, SellPhase phase)
    {
        var story = Submitting().PayoutIsAccepted();
        var fact = story.PayoutSaid(outcome);
        story.At(TimeSpan.FromDays(2)).OperatorAsks(SellAction.ResolvePayout, order => order with { Payout = fact }).Looks();
        Assert.AreEqual(Refusals.ActionNotPossible, story.Refusal);

        story.At(TimeSpan.FromDays(3.1)).Looks().OperatorAsks(SellAction.ResolvePayout, order => order with { Payout = fact }).Looks();

        Assert.AreEqual((null, outcome, phase), (story.Refusal, story.Sell.LastPayout!.Status, story.Sell.Phase));
    }

    [TestMethod]
    public void Another_amount_cannot_be_recorded()
    {
        var story = Submitting().PayoutIsAccepted().At(TimeSpan.FromDays(3.1)).Looks();

        story.OperatorAsks(SellAction.ResolvePayout, order => order with { Payout = story.PayoutSaid(PayoutStatus.Settled) with { Amount = "1.00" } }).Looks();

        Assert.AreEqual(Refusals.ActionNotPossible, story.Refusal);
    }

    [TestMethod]
    public void A_refund_without_a_word_for_three_days_waits_for_a_person_who_may_record_what_became_of_it()
    {
        var story = Refunding();
        story.Looks(new RefundUnknown(story.Sell.Refunds[0].Id)).At(TimeSpan.FromDays(3.1)).Looks();
        Assert.AreEqual((SellPhase.OnHold, HoldReasons.RefundUnresolved), (story.Sell.Phase, story.Sell.HoldReason));

        story.OperatorAsks(SellAction.ResolveRefund, order => order with { Refund = new RefundFact(story.Sell.Refunds[0].Id, RefundStatus.Sent, "feed") }).Looks();

        Assert.AreEqual((SellPhase.Refunded, "feed"), (story.Sell.Phase, story.Sell.Refunds[0].TxHash));
    }

    private static SellStory Submitting() => new SellStory().At(Soon).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer());

    private static SellStory Refunding() => Submitting().PayoutIsRefused();
}
