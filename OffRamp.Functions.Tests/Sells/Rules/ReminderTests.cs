using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class ReminderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private static SellStory Held() => new SellStory().At(Soon).Arrives(A.Transfer() with { IsHighRisk = true }).Looks();

    private static SellStory WithoutKyc() => KycIs(new SellStory().At(Soon).Arrives(A.Transfer()).Looks(), KycStatus.Pending);

    private static SellStory KycIs(SellStory story, KycStatus kyc) =>
        story.Looks(new CustodianAnswered(story.Now, [A.Transfer()]) { Kyc = kyc, CurrentRate = story.Sell.Quote.Rate });

    [TestMethod]
    public void Operators_are_alerted_once_a_day_while_a_sell_is_held()
    {
        var story = Held();
        var alarms = new List<double>();

        for (var hours = 1.0; hours <= 60; hours += 0.5)
        {
            if (story.At(Soon + TimeSpan.FromHours(hours)).Looks().Alarm is not null)
            {
                alarms.Add(hours);
            }
        }

        CollectionAssert.AreEqual(new[] { 24.0, 48.0 }, alarms);
        Assert.AreEqual(SellPhase.OnHold, story.Sell.Phase);
    }

    [TestMethod]
    public void A_held_sell_looks_again_when_the_reminder_is_due()
    {
        var story = Held().At(Soon + TimeSpan.FromHours(23.5)).Looks();

        Assert.AreEqual(A.Start + Soon + TimeSpan.FromHours(24), story.Step.Until);
    }

    [TestMethod]
    public void Operators_are_alerted_when_a_payout_could_not_begin_for_a_day()
    {
        var story = new SellStory().At(Soon).Arrives(A.Transfer()).Looks(new ProviderSilent("custodian"));
        var alarms = new List<double>();

        for (var hours = 1.0; hours <= 30; hours++)
        {
            if (story.At(Soon + TimeSpan.FromHours(hours)).Looks(new ProviderSilent("custodian")).Alarm is not null)
            {
                alarms.Add(hours);
            }
        }

        Assert.AreEqual(("24", SellPhase.PayingOut), (string.Join(' ', alarms), story.Sell.Phase));
    }

    [TestMethod]
    public void A_user_verified_again_is_paid()
    {
        var story = WithoutKyc().At(TimeSpan.FromDays(2)).Looks();
        Assert.AreEqual(NextStep.AskCustodian, story.Step.Next);

        KycIs(story, KycStatus.Verified);

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    [DataRow(6.9, KycStatus.Pending, SellPhase.OnHold)]
    [DataRow(7.1, KycStatus.Pending, SellPhase.Refunding)]
    [DataRow(7.1, KycStatus.NotStarted, SellPhase.Refunding)]
    [DataRow(7.1, KycStatus.Rejected, SellPhase.OnHold)]
    public void Without_kyc_for_seven_days_the_crypto_goes_back_unless_the_user_was_rejected(double days, KycStatus kyc, SellPhase phase)
    {
        var story = WithoutKyc().At(TimeSpan.FromDays(days)).Looks();

        KycIs(story, kyc);

        Assert.AreEqual(phase, story.Sell.Phase);
    }

    [TestMethod]
    public void What_came_from_a_risky_sender_is_never_sent_back_by_itself()
    {
        var story = WithoutKyc().Arrives(A.Transfer("10", "abc2") with { IsHighRisk = true }).Looks(new ProviderSilent("custodian"));

        KycIs(story.At(TimeSpan.FromDays(7.1)).Looks(), KycStatus.Pending);

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }
}
