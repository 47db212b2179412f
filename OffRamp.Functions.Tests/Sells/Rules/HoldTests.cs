using OffRamp.Functions.Deposits;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class HoldTests
{
    [TestMethod]
    [DataRow("227.700", "EUR")]
    [DataRow("227.7", "eur")]
    public void The_same_amount_in_another_spelling_is_no_contradiction(string amount, string currency)
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).IsPaidIn();

        story.Arrives(story.PayoutSaid(PayoutStatus.Settled) with { Amount = amount, Currency = currency }).Looks();

        Assert.AreEqual((SellPhase.Paid, 0), (story.Sell.Phase, story.Sell.Cases.Count));
    }

    [TestMethod]
    public void A_deposit_with_many_zeros_counts()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer("250.000000000000000000")).Looks();

        Assert.AreEqual(("250", SellPhase.PayingOut), (story.Sell.Received.ToString(), story.Sell.Phase));
    }

    private static SellStory NeverConfirmed() =>
        new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks().At(TimeSpan.FromHours(24.2)).Looks();

    private static SellStory Covered() => new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks();

    [TestMethod]
    public void A_high_risk_sender_is_held_for_review()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer() with { IsHighRisk = true }).Looks();

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public void A_custodian_that_counts_less_than_we_do_holds_the_sell()
    {
        var story = Covered().ReadyToPaySays();

        Assert.AreEqual(HoldReasons.DepositMismatch, story.Sell.HoldReason);
        Assert.AreEqual(SellStatus.Processing, story.Sell.Status);
    }

    [TestMethod]
    public void A_deposit_lost_between_its_confirmation_and_the_payout_holds_the_sell()
    {
        var story = Covered().Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks().ReadyToPaySays();

        Assert.AreEqual(HoldReasons.DepositMismatch, story.Sell.HoldReason);
        Assert.IsEmpty(story.Sell.Payouts);
    }

    [TestMethod]
    public void A_user_who_is_no_longer_verified_is_not_paid()
    {
        var story = Covered();

        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = KycStatus.Pending, CurrentRate = story.Sell.Quote.Rate });

        Assert.AreEqual(HoldReasons.KycRequired, story.Sell.HoldReason);
    }

    [TestMethod]
    [DataRow("0.9016", SellPhase.PayingOut)]
    [DataRow("0.9015", SellPhase.OnHold)]
    public void A_rate_more_than_two_percent_down_is_a_persons_decision(string rate, SellPhase phase)
    {
        var story = Covered();

        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = Rate.Parse(rate) });

        Assert.AreEqual(phase, story.Sell.Phase);
    }

    [TestMethod]
    public void A_deposit_that_does_not_confirm_in_a_day_is_slow_and_held()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks();

        story.At(TimeSpan.FromHours(24.2)).Looks();

        Assert.AreEqual(HoldReasons.ConfirmationTimeout, story.Sell.HoldReason);
        Assert.Contains(Labels.Slow, story.Sell.Labels);
    }

    [TestMethod]
    public void A_sell_whose_deposit_never_confirms_is_ended_by_an_operators_refund_of_nothing()
    {
        var story = NeverConfirmed().OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual((SellPhase.Expired, FailureCodes.Operator, 0), (story.Sell.Phase, story.Sell.FailureCode, story.Sell.Refunds.Count));
        Assert.IsTrue(story.Step.IsEnd, story.Step.ToString());
        Assert.AreEqual(CaseKinds.UnconfirmedDeposit, story.Sell.OpenCases.Single().Kind);
    }

    [TestMethod]
    public void A_deposit_that_confirms_after_the_sell_was_given_up_goes_back()
    {
        var story = NeverConfirmed().OperatorAsks(SellAction.Refund, order => order with { RefundAddress = "TElsewhere" }).Looks();

        story.At(TimeSpan.FromHours(30)).Arrives(A.Transfer(status: DepositStatus.Confirmed)).Looks();

        Assert.AreEqual((SellPhase.Expired, "250", 0), (story.Sell.Phase, story.Sell.Refunds.Single().Amount.ToString(), story.Sell.Payouts.Count));
        Assert.AreEqual("TElsewhere", story.Sell.Refunds.Single().Address);
    }

    [TestMethod]
    public void A_payout_that_nobody_speaks_of_for_three_days_is_held()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();

        story.At(TimeSpan.FromDays(3.1)).Looks();

        Assert.AreEqual(HoldReasons.PayoutUnresolved, story.Sell.HoldReason);
    }

    [TestMethod]
    public void A_payout_that_settles_while_the_sell_is_held_completes_it()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().At(TimeSpan.FromDays(3.1)).Looks();

        story.PayoutSettles();

        Assert.AreEqual(SellPhase.Paid, story.Sell.Phase);
    }

    [TestMethod]
    public void A_notice_of_failure_is_believed_only_when_the_provider_says_so_itself()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();

        story.Arrives(story.PayoutSaid(PayoutStatus.Failed)).Looks();
        Assert.AreEqual(NextStep.AskPayout, story.Step.Next);
        Assert.AreEqual(PayoutStatus.Submitted, story.Sell.LastPayout!.Status);

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed) with { FailureCode = "card_declined" }));
        Assert.AreEqual(PayoutStatus.Failed, story.Sell.LastPayout!.Status);
    }

    [TestMethod]
    public void A_notice_of_another_amount_changes_nothing_and_opens_a_case()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();

        story.Arrives(story.PayoutSaid(PayoutStatus.Settled) with { Amount = "1.00" }).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
        Assert.AreEqual("payout_contradiction", story.Sell.Cases.Single().Kind);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 5)]
    [DataRow(3, 15)]
    [DataRow(4, 60)]
    [DataRow(5, 300)]
    public void An_unknown_outcome_is_asked_for_again_after_a_growing_pause(int unknownAnswers, int seconds)
    {
        var story = Covered().ReadyToPaySays(A.Transfer());

        for (var i = 0; i < unknownAnswers; i++)
        {
            story.Looks(new PayoutUnknown(story.Sell.LastPayout!.Id));
        }

        Assert.AreEqual(story.Now + TimeSpan.FromSeconds(seconds), story.Sell.LastPayout!.AskAt);
        Assert.AreEqual(PayoutStatus.Submitting, story.Sell.LastPayout.Status);
    }

    [TestMethod]
    public void A_wrong_token_is_a_case_and_is_never_counted()
    {
        var fake = A.Transfer() with { ContractAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" };

        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(fake).Looks();

        Assert.AreEqual("wrong_token", story.Sell.Cases.Single().Kind);
        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);
        Assert.IsEmpty(story.Sell.Deposits);
    }
}
