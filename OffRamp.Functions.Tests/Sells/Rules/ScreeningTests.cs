using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>Nothing is paid for crypto of a sender whom nobody has looked at.</summary>
[TestClass]
internal sealed class ScreeningTests
{
    private static readonly SellPolicy Screened = A.Policy with { IsScreened = true };

    [TestMethod]
    public void A_sender_of_low_risk_is_paid()
    {
        var story = Covered(Screened);

        Answers(story, ScreenedRisk.Low);

        Assert.AreEqual((SellPhase.PayingOut, 1), (story.Sell.Phase, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void One_of_high_risk_is_held_though_the_custodian_says_low()
    {
        var story = Covered(Screened);

        Answers(story, ScreenedRisk.High);

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview, 0), (story.Sell.Phase, story.Sell.HoldReason, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void Silence_is_asked_again_and_after_a_quarter_of_an_hour_a_person_looks()
    {
        var story = Covered(Screened);

        Answers(story, null);
        Assert.AreEqual((SellPhase.PayingOut, 0, NextStep.AwaitNotice), (story.Sell.Phase, story.Sell.Payouts.Count, story.Step.Next));
        Answers(story.At(TimeSpan.FromMinutes(26)), null);

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public void A_later_low_lets_it_go_on_by_itself()
    {
        var story = Covered(Screened);
        Answers(story, null);
        Answers(story.At(TimeSpan.FromMinutes(26)), null);

        story.At(TimeSpan.FromMinutes(40)).Looks();
        var asks = story.Step.Next;
        Answers(story, ScreenedRisk.Low);

        Assert.AreEqual((NextStep.AskCustodian, SellPhase.PayingOut, 1), (asks, story.Sell.Phase, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void A_later_high_does_not()
    {
        var story = Covered(Screened);
        Answers(story, null);
        Answers(story.At(TimeSpan.FromMinutes(26)), null);

        Answers(story.At(TimeSpan.FromMinutes(40)), ScreenedRisk.High);

        Assert.AreEqual((SellPhase.OnHold, 0), (story.Sell.Phase, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void An_operator_who_has_looked_lets_it_go_on()
    {
        var story = Covered(Screened);
        Answers(story, ScreenedRisk.High);

        story.OperatorAsks(SellAction.Release).Looks();
        Answers(story, null);

        Assert.AreEqual((SellPhase.PayingOut, 1), (story.Sell.Phase, story.Sell.Payouts.Count));
    }

    [TestMethod]
    [DataRow(true, true, SellPhase.OnHold)]
    [DataRow(true, false, SellPhase.PayingOut)]
    [DataRow(false, true, SellPhase.PayingOut)]
    public void A_risk_that_nobody_names_is_held_where_that_is_said(bool isUnknown, bool holds, SellPhase phase)
    {
        var story = new SellStory { Policy = A.Policy with { HoldsUnknownRisk = holds } };

        story.At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer() with { IsRiskUnknown = isUnknown }).Looks();

        Assert.AreEqual(phase, story.Sell.Phase);
    }

    [TestMethod]
    public void One_that_is_named_by_the_time_it_confirms_is_not()
    {
        var story = new SellStory { Policy = A.Policy with { HoldsUnknownRisk = true } }.At(TimeSpan.FromMinutes(11));

        story.Arrives(A.Transfer(status: DepositStatus.Seen) with { IsRiskUnknown = true }).Looks();
        story.Arrives(A.Transfer()).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void A_refund_does_not_leave_for_an_address_that_has_become_risky()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutHasFailed();

        story.Looks(new RefundDoubted(story.Sell.Refunds.Single().Id, IsHighRisk: true));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public void Silence_about_its_address_is_waited_for_and_then_a_persons()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutHasFailed();
        var refund = story.Sell.Refunds.Single().Id;

        story.Looks(new RefundDoubted(refund, IsHighRisk: false));
        var before = story.Sell.Phase;
        story.At(TimeSpan.FromMinutes(26)).Looks(new RefundDoubted(refund, IsHighRisk: false));

        Assert.AreEqual((SellPhase.Refunding, SellPhase.OnHold), (before, story.Sell.Phase));
    }

    [TestMethod]
    public void After_the_end_it_is_a_case_and_has_failed()
    {
        var story = new SellStory().At(TimeSpan.FromHours(6)).Looks().CustodianSays().At(TimeSpan.FromHours(7));
        story.Arrives(A.Transfer() with { SeenAt = story.Now }).Looks();

        story.Looks(new RefundDoubted(story.Sell.Refunds.Single().Id, IsHighRisk: true));

        Assert.AreEqual((SellPhase.Expired, RefundStatus.Failed, true), (story.Sell.Phase, story.Sell.Refunds.Single().Status, story.Step.IsEnd));
        Assert.Contains(HoldReasons.ComplianceReview, story.Sell.OpenCases.Select(open => open.Kind));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Of_a_refund_that_somebody_has_begun_to_send_no_doubt_says_that_it_failed(bool isHighRisk)
    {
        var story = new SellStory().At(TimeSpan.FromHours(6)).Looks().CustodianSays().At(TimeSpan.FromHours(7));
        story.Arrives(A.Transfer() with { SeenAt = story.Now }).Looks();
        var refund = story.Sell.Refunds.Single().Id;
        story.Looks(new RefundSending(refund, "try"));

        story.Looks(new RefundDoubted(refund, isHighRisk)).Looks(new RefundReported(new RefundFact(refund, RefundStatus.Sent, "feed")));

        Assert.AreEqual((RefundStatus.Sent, 0), (story.Sell.Refunds.Single().Status, story.Sell.OpenCases.Count(open => open.Kind == HoldReasons.ComplianceReview)));
    }

    private static SellStory Covered(SellPolicy policy) =>
        new SellStory { Policy = policy }.At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks();

    private static void Answers(SellStory story, ScreenedRisk? risk)
    {
        var said = new Dictionary<string, ScreenedRisk>();
        if (risk is { } known)
        {
            said[story.Sell.Deposits.Single().Id] = known;
        }

        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = story.Sell.Quote.Rate, Screened = said });
    }
}
