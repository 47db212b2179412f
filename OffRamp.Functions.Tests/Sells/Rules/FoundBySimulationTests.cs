using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>What random worlds found wrong with the rules, as the shortest story of each.</summary>
[TestClass]
internal sealed class FoundBySimulationTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    private static SellStory Expired() => new SellStory().At(Window).Looks().CustodianSays().At(Window + TimeSpan.FromHours(1));

    private static SellStory RefundIs(SellStory story, RefundStatus status) =>
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, status, "feed")));

    private static CustodianAnswered NotVerified(SellStory story) =>
        new(story.Now, [A.Transfer()]) { Kyc = KycStatus.Pending, CurrentRate = story.Sell.Quote.Rate };

    [TestMethod]
    public void What_went_back_is_not_paid_once_more_when_another_part_is_reported()
    {
        var story = Expired().Arrives(A.Transfer("9.5", "abc1")).Looks();
        RefundIs(story, RefundStatus.Sent);

        story.Arrives(A.Transfer("200", "abc2")).Looks();

        Assert.AreEqual((0, "200"), (story.Sell.Payouts.Count, story.Sell.Refunds[^1].Amount.ToString()));
    }

    [TestMethod]
    public void A_new_card_is_paid_nothing_when_a_reorg_took_the_deposit_meanwhile()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        story.PayoutHasFailed(newDetailsCanHelp: true);
        story.Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        story.Arrives(new NewCard("n|card", story.Now, new Card("tok_new", "visa", "1111"))).Looks().ReadyToPaySays(A.Transfer(status: DepositStatus.Dropped));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.DepositMismatch, 1), (story.Sell.Phase, story.Sell.HoldReason, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void A_dropped_deposit_that_is_seen_again_keeps_the_sell_from_expiring()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(20)).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks()
            .At(TimeSpan.FromMinutes(25)).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        story.At(story.Sell.Deposit.Deadline - A.Start).Looks().CustodianSays(A.Transfer(status: DepositStatus.Seen));

        Assert.AreEqual(SellPhase.ConfirmingDeposit, story.Sell.Phase);
    }

    [TestMethod]
    public void A_deposit_counts_that_came_within_the_time_which_a_reorg_gave_back()
    {
        var story = new SellStory().At(TimeSpan.FromHours(5)).Arrives(A.Transfer(status: DepositStatus.Seen, tx: "abc1")).Looks()
            .At(Window + TimeSpan.FromHours(1)).Arrives(A.Transfer(tx: "abc2") with { SeenAt = A.Start + Window + TimeSpan.FromHours(1) }).Looks();

        story.At(Window + TimeSpan.FromHours(2)).Arrives(A.Transfer(status: DepositStatus.Dropped, tx: "abc1")).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void Nothing_goes_back_by_itself_after_a_short_return_though_the_user_is_not_verified_any_more()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Returned) with { Amount = "225.20" }));
        story.OperatorAsks(SellAction.PayOut).Looks().Looks(NotVerified(story));
        Assert.AreEqual((SellPhase.OnHold, HoldReasons.KycRequired), (story.Sell.Phase, story.Sell.HoldReason));

        story.At(TimeSpan.FromDays(8)).Looks(NotVerified(story));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.Operator, 0), (story.Sell.Phase, story.Sell.HoldReason, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void What_a_reorg_had_taken_when_a_person_looked_was_not_looked_at()
    {
        var story = new SellStory(A.Sell("10000")).At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer("10040", "aa")).Looks()
            .Arrives(A.Transfer("1000", "bb")).Looks().Arrives(A.Transfer("1000", "bb", DepositStatus.Dropped)).Looks();

        story.OperatorAsks(SellAction.PayOut).Looks().Arrives(A.Transfer("1000", "bb")).Looks();

        Assert.AreEqual("aa", string.Join(' ', story.Sell.Deposits.Where(deposit => deposit.IsReviewed).Select(deposit => deposit.TxHash)));
        Assert.IsTrue(story.Sell.NeedsReview);
    }

    [TestMethod]
    public void A_reorg_after_the_end_is_booked_as_a_recovery()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        story.At(TimeSpan.FromHours(2)).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        Assert.AreEqual(1, story.Postings[^1].Recovery);
    }

    [TestMethod]
    public void Another_address_for_a_refund_that_failed_after_the_end_begins_a_recovery()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn("300").PayoutSettles();
        RefundIs(story, RefundStatus.Failed);

        story.Arrives(new NewRefundAddress("n|address", story.Now, A.Address)).Looks();

        Assert.AreEqual(1, story.Sell.Refunds[^1].Recovery);
    }

    [TestMethod]
    public void A_refund_that_hangs_after_the_end_is_brought_to_mind_every_day()
    {
        var story = Expired().Arrives(A.Transfer() with { SeenAt = A.Start + Window + TimeSpan.FromMinutes(1) }).Looks();
        RefundIs(story, RefundStatus.Pending);

        story.At(Window + TimeSpan.FromHours(26)).Looks();

        Assert.IsNotNull(story.Alarm);
    }

    [TestMethod]
    public void While_a_risk_is_looked_at_the_user_cannot_have_a_refund_sent()
    {
        var story = Expired().Arrives(A.Transfer("9.5", "abc1")).Looks();
        RefundIs(story, RefundStatus.Failed);
        story.Arrives(A.Transfer("20", "abc2") with { IsHighRisk = true, SeenAt = story.Now }).Looks();

        story.Arrives(new NewRefundAddress("n|address", story.Now, A.Address)).Looks();

        Assert.AreEqual((Refusals.NoActionRequired, 1), (story.Refusal, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void An_old_drop_that_is_heard_of_again_after_the_end_is_held_against_the_custodians_word()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        story.At(TimeSpan.FromHours(2)).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();
        var asked = story.Step.Next;
        story.At(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1)).CustodianSays(A.Transfer());

        Assert.AreEqual((NextStep.AskCustodian, NextStep.Completed), (asked, story.Step.Next));
        Assert.IsTrue(story.Sell.Deposits.Single().IsConfirmed);
    }

    [TestMethod]
    public void A_custodian_that_is_silent_about_a_drop_is_asked_again_before_the_sell_rests()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();
        story.At(TimeSpan.FromHours(2)).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        story.Looks(new ProviderSilent("custodian"));
        var waits = story.Step.Next;
        story.At(TimeSpan.FromHours(3)).Looks();

        Assert.AreEqual((NextStep.AwaitNotice, NextStep.AskCustodian), (waits, story.Step.Next));
    }

    [TestMethod]
    public void A_refund_that_an_operator_orders_is_judged_by_the_drop_that_came_in_with_it()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).OperatorAsks(SellAction.Hold).Looks().Arrives(A.Transfer()).Looks();

        story.OperatorAsks(SellAction.Refund).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();

        Assert.AreEqual((Refusals.Stale, SellPhase.OnHold, 0), (story.Refusal, story.Sell.Phase, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void What_an_operator_paid_out_after_a_failed_refund_and_came_back_does_not_go_back_by_the_users_address()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutHasFailed();
        RefundIs(story, RefundStatus.Failed);
        var asked = UserAction.Of(story.Sell)?.Kind;
        story.At(TimeSpan.FromHours(1)).OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer()).PayoutIsAccepted().PayoutSettles().PayoutComesBack("50");

        story.Arrives(new NewRefundAddress("n|address", story.Now, A.Address)).Looks();

        Assert.AreEqual((UserAction.RefundAddress, Refusals.NoActionRequired, 1), (asked, story.Refusal, story.Sell.Refunds.Count));
        Assert.IsNull(UserAction.Of(story.Sell));
    }

    [TestMethod]
    public void An_excess_that_failed_to_go_back_and_vanished_is_not_taken_of_what_came_back_of_the_payout()
    {
        var excess = A.Transfer("25", "abc2");
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(excess).IsPaidIn().PayoutSettles();
        RefundIs(story, RefundStatus.Failed);
        var asked = UserAction.Of(story.Sell)?.Kind;
        story.At(TimeSpan.FromHours(1)).Arrives(excess with { Status = DepositStatus.Dropped }).Looks().PayoutComesBack("50");

        story.Arrives(new NewRefundAddress("n|address", story.Now, A.Address)).Looks();

        Assert.AreEqual((UserAction.RefundAddress, Refusals.NoActionRequired, 1), (asked, story.Refusal, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void What_an_operator_sent_back_after_a_return_and_failed_goes_to_another_address()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles().At(TimeSpan.FromHours(1)).PayoutComesBack("50");
        story.OperatorAsks(SellAction.Refund).Looks();
        RefundIs(story, RefundStatus.Failed);

        story.Arrives(new NewRefundAddress("n|address", story.Now, A.Address)).Looks();

        Assert.AreEqual((null, "250"), (story.Refusal, story.Sell.Refunds[^1].Amount.ToString()));
    }

    [TestMethod]
    public void While_a_person_is_waited_for_the_custodian_is_asked_about_a_drop_that_may_be_old_news()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).OperatorAsks(SellAction.Hold).Looks().Arrives(A.Transfer()).Looks();

        story.Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();
        var asked = story.Step.Next;
        story.At(TimeSpan.FromMinutes(11)).CustodianSays(A.Transfer());

        Assert.AreEqual((NextStep.AskCustodian, NextStep.AwaitNotice, true), (asked, story.Step.Next, story.Sell.Deposits.Single().IsConfirmed));
    }

    [TestMethod]
    public void Old_words_that_contradict_the_record_are_not_believed_but_asked_about()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();
        story.At(TimeSpan.FromHours(2)).Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks();
        story.At(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1)).CustodianSays(A.Transfer(status: DepositStatus.Dropped));
        var rests = story.Step.Next;

        story.At(TimeSpan.FromHours(3)).Arrives(new DepositNotice("n|again", story.Now, A.Transfer()) { IsSaidAgain = true }).Looks();
        var (asked, believed) = (story.Step.Next, story.Sell.Deposits.Single().IsConfirmed);
        story.At(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1)).CustodianSays(A.Transfer());

        Assert.AreEqual((NextStep.Completed, NextStep.AskCustodian, false), (rests, asked, believed));
        Assert.AreEqual((NextStep.Completed, true), (story.Step.Next, story.Sell.Deposits.Single().IsConfirmed));
    }
}
