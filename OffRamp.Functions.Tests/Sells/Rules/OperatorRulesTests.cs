using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class OperatorRulesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private static SellStory Waiting() => new SellStory().At(Soon).Looks();

    private static SellStory PartlyPaid() => new SellStory().At(Soon).Arrives(A.Transfer("100")).Looks();

    private static SellStory PaidIn() => new SellStory().At(Soon).IsPaidIn();

    private static SellStory PayoutFailed(bool newDetailsCanHelp) => Said(PaidIn(), PayoutStatus.Failed, newDetailsCanHelp);

    private static SellStory Said(SellStory story, PayoutStatus status, bool newDetailsCanHelp = false) =>
        story.Looks(new PayoutReported(story.PayoutSaid(status) with { FailureCode = "card_closed", RetryableWithNewDetails = newDetailsCanHelp }));

    private static SellStory RefundIs(SellStory story, RefundStatus status) =>
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, status, "feed")));

    [TestMethod]
    public void What_was_decided_on_an_older_sequence_is_stale_and_changes_nothing()
    {
        var story = PartlyPaid();
        var before = story.Sell;

        story.OperatorAsks(SellAction.Hold, seen: story.Sell.Sequence - 1).Looks();

        Assert.AreEqual(Refusals.Stale, story.Refusal);
        Assert.AreEqual((before.Phase, before.Sequence), (story.Sell.Phase, story.Sell.Sequence));
    }

    [TestMethod]
    public void Of_two_operators_who_saw_the_same_the_second_is_stale()
    {
        var story = PartlyPaid();

        story.OperatorAsks(SellAction.Hold).OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual(Refusals.Stale, story.Refusal);
        Assert.AreEqual(SellPhase.OnHold, story.Sell.Phase);
    }

    [TestMethod]
    public void A_notice_that_is_taken_in_with_the_action_makes_it_stale()
    {
        var story = Waiting().Arrives(A.Transfer()).OperatorAsks(SellAction.Cancel).Looks();

        Assert.AreEqual(Refusals.Stale, story.Refusal);
        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void A_held_sell_keeps_its_status_and_released_it_waits_where_it_was()
    {
        var story = Waiting().OperatorAsks(SellAction.Hold).Looks();
        Assert.AreEqual((SellPhase.OnHold, SellStatus.Pending, HoldReasons.Operator), (story.Sell.Phase, story.Sell.Status, story.Sell.HoldReason));

        story.OperatorAsks(SellAction.Release).Looks();

        Assert.AreEqual((SellPhase.AwaitingDeposit, null), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public void What_was_paid_in_while_the_sell_was_held_counts_when_it_is_released()
    {
        var story = Waiting().OperatorAsks(SellAction.Hold).Looks().Arrives(A.Transfer()).Looks();
        Assert.AreEqual(SellPhase.OnHold, story.Sell.Phase);

        story.OperatorAsks(SellAction.Release).Looks();

        Assert.AreEqual((SellPhase.PayingOut, NextStep.AskCustodian), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void A_reviewed_deposit_goes_on_and_a_later_risky_one_is_held_again()
    {
        var story = new SellStory().At(Soon).Arrives(A.Transfer("100") with { IsHighRisk = true }).Looks();

        story.OperatorAsks(SellAction.Release).Looks();
        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);

        story.Arrives(A.Transfer("150", "abc2") with { IsHighRisk = true }).Looks();
        Assert.AreEqual(HoldReasons.ComplianceReview, story.Sell.HoldReason);
    }

    [TestMethod]
    public void A_release_skips_the_check_that_held_and_no_other()
    {
        var story = new SellStory().At(Soon).Arrives(A.Transfer()).Looks();
        var fallen = new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = Rate.Parse("0.5") };
        story.Looks(fallen);
        Assert.AreEqual(HoldReasons.RateMoved, story.Sell.HoldReason);

        story.OperatorAsks(SellAction.Release).Looks().Looks(fallen);

        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
        Assert.IsEmpty(story.Sell.Waived);
    }

    [TestMethod]
    public void A_released_unresolved_payout_is_waited_for_as_long_once_more()
    {
        var story = PaidIn().At(TimeSpan.FromDays(3.1)).Looks();
        Assert.AreEqual(HoldReasons.PayoutUnresolved, story.Sell.HoldReason);

        story.OperatorAsks(SellAction.Release).Looks();

        Assert.AreEqual((SellPhase.PayingOut, NextStep.AskPayout), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    [DataRow(SellAction.PayOut)]
    [DataRow(SellAction.Refund)]
    public void While_a_payout_is_out_nothing_else_is_sent(SellAction action)
    {
        var story = PaidIn().At(TimeSpan.FromDays(3.1)).Looks();

        story.OperatorAsks(action).Looks();

        Assert.AreEqual(Refusals.PayoutUnresolved, story.Refusal);
        Assert.HasCount(1, story.Sell.Payouts);
        Assert.IsEmpty(story.Sell.Refunds);
    }

    [TestMethod]
    public void What_is_there_of_a_held_sell_is_paid_out()
    {
        var story = PartlyPaid().OperatorAsks(SellAction.Hold).Looks().OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer("100"));

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
        Assert.AreEqual(("100", "91.08"), (story.Sell.LastPayout!.Converts.ToString(), story.Sell.LastPayout.Amount.ToString()));
    }

    [TestMethod]
    public void A_failed_refund_can_be_paid_out_instead_and_is_never_sent_as_well()
    {
        var story = RefundIs(PayoutFailed(newDetailsCanHelp: false), RefundStatus.Failed);

        story.OperatorAsks(SellAction.PayOut, order => order with { Card = new Card("tok_new", "visa", "1111") }).Looks().ReadyToPaySays(A.Transfer());
        Assert.AreEqual((SellStatus.Processing, "tok_new"), (story.Sell.Status, story.Sell.LastPayout!.Card.Token));
        story.PayoutIsAccepted().PayoutSettles();

        Assert.AreEqual((SellPhase.Paid, NextStep.Completed), (story.Sell.Phase, story.Step.Next));
        Assert.IsNull(UserAction.Of(story.Sell));
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
    }

    [TestMethod]
    public void A_refund_sends_what_came_and_fails_the_sell_as_the_operators_decision()
    {
        var story = PartlyPaid().OperatorAsks(SellAction.Refund, order => order with { RefundAddress = "TElsewhere" }).Looks();

        Assert.AreEqual((SellPhase.Refunding, FailureCodes.Operator), (story.Sell.Phase, story.Sell.FailureCode));
        Assert.AreEqual(("100", "TElsewhere"), (story.Sell.Refunds.Single().Amount.ToString(), story.Sell.Refunds.Single().Address));
    }

    [TestMethod]
    public void What_confirms_after_the_refund_was_decided_is_kept_apart_and_goes_back_too()
    {
        var unconfirmed = A.Transfer("50", "abc2", DepositStatus.Seen);
        var story = PartlyPaid().Arrives(unconfirmed).Looks().OperatorAsks(SellAction.Refund).Looks();
        RefundIs(story, RefundStatus.Sent).Arrives(A.Transfer("50", "abc2")).Looks();

        Assert.AreEqual((SellPhase.Refunded, NextStep.SendRefund), (story.Sell.Phase, story.Step.Next));
        Assert.AreEqual(("50", RefundReasons.Duplicate), (story.Sell.Refunds[^1].Amount.ToString(), story.Sell.Refunds[^1].Reason));
    }

    [TestMethod]
    public void An_operators_cancel_is_decided_as_the_users()
    {
        var story = Waiting().OperatorAsks(SellAction.Cancel).Looks();
        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);

        story.CustodianSays();

        Assert.AreEqual(SellPhase.Cancelled, story.Sell.Phase);
    }

    [TestMethod]
    [DataRow(SellAction.Release)]
    [DataRow(SellAction.PayOut)]
    [DataRow(SellAction.Refund)]
    [DataRow(SellAction.MatchDeposit)]
    [DataRow(SellAction.SetAsideEntry)]
    [DataRow(SellAction.CloseCase)]
    [DataRow(SellAction.Redeliver)]
    public void Nothing_is_done_where_there_is_nothing_to_do_it_with(SellAction action)
    {
        var story = Waiting().OperatorAsks(action).Looks();

        Assert.AreEqual(Refusals.ActionNotPossible, story.Refusal);
        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);
    }

    /// <summary>Whatever phase that is no end an operator finds a sell in, something can be done about it.</summary>
    [TestMethod]
    [DataRow("waiting")]
    [DataRow("held")]
    [DataRow("held with money")]
    [DataRow("payout unresolved")]
    [DataRow("action required")]
    [DataRow("refund failed")]
    [DataRow("too little to refund")]
    public void Nowhere_is_a_dead_end(string state)
    {
        var possible = Enum.GetValues<SellAction>().Where(action => In(state).OperatorAsks(action).Looks().Refusal is null);

        Assert.IsNotEmpty(possible.ToList());
    }

    private static SellStory In(string state) => state switch
    {
        "waiting" => Waiting(),
        "held" => Waiting().OperatorAsks(SellAction.Hold).Looks(),
        "held with money" => PartlyPaid().OperatorAsks(SellAction.Hold).Looks(),
        "payout unresolved" => PaidIn().At(TimeSpan.FromDays(3.1)).Looks(),
        "action required" => PayoutFailed(newDetailsCanHelp: true),
        "refund failed" => RefundIs(PayoutFailed(newDetailsCanHelp: false), RefundStatus.Failed),
        _ => new SellStory().At(Soon).Arrives(A.Transfer("0.5")).Looks().At(TimeSpan.FromHours(6)).Looks().CustodianSays(A.Transfer("0.5")),
    };
}
