using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>Before every payout the custodian's total, the KYC status, the risk and the rate are looked at: the first, and any after it.</summary>
[TestClass]
internal sealed class EveryAttemptTests
{
    private static readonly Rate Fallen = Rate.Parse("0.9");

    private static readonly Dictionary<string, Func<SellStory>> Attempts = new()
    {
        ["the first"] = () => new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks(),
        ["a new card"] = () => With(Failed(newDetailsCanHelp: true), story => story.Arrives(new NewCard("n|card", story.Now, A.Sell().Card)).Looks()),
        ["an operator, instead of the new card"] = () => Failed(newDetailsCanHelp: true).OperatorAsks(SellAction.PayOut).Looks(),
        ["an operator, instead of a refund"] = () => With(Failed(newDetailsCanHelp: false), story =>
            story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, RefundStatus.Failed, "feed"))).OperatorAsks(SellAction.PayOut).Looks()),
        ["an operator, after a hold"] = () => new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks()
            .OperatorAsks(SellAction.Hold).Looks().OperatorAsks(SellAction.PayOut).Looks(),
        ["an operator, after a return"] = () => Paid().PayoutComesBack().OperatorAsks(SellAction.PayOut).Looks(),
        ["seen in time and reported after the end"] = () => new SellStory().At(TimeSpan.FromHours(6)).Looks().CustodianSays()
            .At(TimeSpan.FromHours(7)).Arrives(A.Transfer()).Looks(),
    };

    private static readonly Dictionary<string, Func<CustodianAnswered, CustodianAnswered>> Doubts = new()
    {
        [HoldReasons.DepositMismatch] = answer => answer with { Facts = [] },
        [HoldReasons.KycRequired] = answer => answer with { Kyc = KycStatus.Pending },
        [HoldReasons.ComplianceReview] = answer => answer with { Facts = [A.Transfer() with { IsHighRisk = true }] },
        [HoldReasons.RateMoved] = answer => answer with { CurrentRate = Fallen },
    };

    public static IEnumerable<object[]> Each => Attempts.Keys.SelectMany(attempt => Doubts.Keys.Select(doubt => new object[] { attempt, doubt }));

    public static IEnumerable<object[]> EachAttempt => Attempts.Keys.Select(attempt => new object[] { attempt });

    [TestMethod]
    [DynamicData(nameof(EachAttempt))]
    public void Nothing_is_sent_before_all_was_asked(string attempt)
    {
        var story = Attempts[attempt]();

        Assert.AreEqual((NextStep.AskCustodian, false, true), (story.Step.Next, story.Sell.HasPayoutOut, story.Sell.IsAboutToPay));
    }

    [TestMethod]
    [DynamicData(nameof(EachAttempt))]
    public void Without_a_doubt_it_is_sent(string attempt)
    {
        var story = Attempts[attempt]();

        story.ReadyToPaySays(A.Transfer());

        Assert.AreEqual((NextStep.PayOut, "227.70", false), (story.Step.Next, story.Sell.LastPayout!.Amount.ToString(), story.Sell.IsPayoutWanted));
    }

    [TestMethod]
    [DynamicData(nameof(Each))]
    public void A_doubt_keeps_it_back_and_is_a_persons_to_see(string attempt, string doubt)
    {
        var story = Attempts[attempt]();
        var payouts = story.Sell.Payouts.Count;

        story.Looks(Doubts[doubt](Answer(story)));

        Assert.AreEqual(payouts, story.Sell.Payouts.Count);
        if (story.Sell.Phase.IsEnd())
        {
            Assert.IsTrue(story.Sell.OpenCases.Any(open => open.Kind == doubt), $"no case of {doubt}");
        }
        else
        {
            Assert.AreEqual((SellPhase.OnHold, doubt), (story.Sell.Phase, story.Sell.HoldReason));
        }
    }

    [TestMethod]
    [DataRow("a new card", HoldReasons.KycRequired)]
    [DataRow("a new card", HoldReasons.RateMoved)]
    [DataRow("an operator, after a hold", HoldReasons.RateMoved)]
    [DataRow("an operator, after a return", HoldReasons.KycRequired)]
    [DataRow("an operator, after a return", HoldReasons.RateMoved)]
    public void An_operator_who_was_told_of_the_doubt_may_pay_all_the_same(string attempt, string doubt)
    {
        var story = Attempts[attempt]();
        var payouts = story.Sell.Payouts.Count;
        story.Looks(Doubts[doubt](Answer(story)));

        story.OperatorAsks(SellAction.PayOut).Looks();
        story.Looks(Doubts[doubt](Answer(story)));

        Assert.AreEqual((NextStep.PayOut, payouts + 1), (story.Step.Next, story.Sell.Payouts.Count));
    }

    [TestMethod]
    [DataRow("the first")]
    [DataRow("a new card")]
    [DataRow("an operator, after a hold")]
    [DataRow("an operator, after a return")]
    public void That_money_is_missing_nobody_waives(string attempt)
    {
        var story = Attempts[attempt]();
        var payouts = story.Sell.Payouts.Count;
        story.Looks(Doubts[HoldReasons.DepositMismatch](Answer(story)));

        story.OperatorAsks(SellAction.PayOut).Looks();
        story.Looks(Doubts[HoldReasons.DepositMismatch](Answer(story)));

        Assert.AreEqual(payouts, story.Sell.Payouts.Count);
    }

    [TestMethod]
    public void A_new_card_that_was_held_for_missing_money_is_paid_when_it_is_there_again()
    {
        var story = Attempts["a new card"]();
        story.Looks(Doubts[HoldReasons.DepositMismatch](Answer(story)));

        story.At(TimeSpan.FromHours(1)).Looks().ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut, 2), (story.Sell.Phase, story.Step.Next, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void A_new_card_whose_user_is_verified_again_is_paid()
    {
        var story = Attempts["a new card"]();
        story.Looks(Doubts[HoldReasons.KycRequired](Answer(story)));

        story.At(TimeSpan.FromHours(1)).Looks().ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut, 2), (story.Sell.Phase, story.Step.Next, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void A_risk_that_is_heard_of_after_a_release_is_another()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer("100", "one") with { IsHighRisk = true }).Looks()
            .OperatorAsks(SellAction.Release).Looks().Arrives(A.Transfer("150", "two")).Looks();

        story.ReadyToPaySays(A.Transfer("100", "one"), A.Transfer("150", "two") with { IsHighRisk = true });

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview, 0), (story.Sell.Phase, story.Sell.HoldReason, story.Sell.Payouts.Count));
    }

    [TestMethod]
    public void A_wish_for_the_refund_ends_a_payout_that_an_operator_wanted()
    {
        var story = Attempts["an operator, after a return"]();

        story.OperatorAsks(SellAction.Refund).Looks();

        Assert.AreEqual((NextStep.SendRefund, false), (story.Step.Next, story.Sell.IsPayoutWanted));
    }

    [TestMethod]
    public void A_crumb_that_the_custodian_does_not_confirm_stops_no_payout_and_is_not_paid()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Arrives(A.Transfer("0.5", "speck")).Looks();

        story.ReadyToPaySays(A.Transfer());

        Assert.AreEqual((NextStep.PayOut, "250", "227.70"), (story.Step.Next, story.Sell.LastPayout!.Converts.ToString(), story.Sell.LastPayout.Amount.ToString()));
    }

    [TestMethod]
    public void An_excess_that_is_gone_stops_no_payout_of_the_quote()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Arrives(A.Transfer("40", "more")).Looks();

        story.ReadyToPaySays(A.Transfer(), A.Transfer("40", "more", DepositStatus.Dropped));

        Assert.AreEqual((NextStep.PayOut, "250"), (story.Step.Next, story.Sell.LastPayout!.Converts.ToString()));
    }

    private static SellStory Failed(bool newDetailsCanHelp) =>
        new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutHasFailed(newDetailsCanHelp: newDetailsCanHelp);

    private static SellStory Paid() => new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

    private static SellStory With(SellStory story, Action<SellStory> act)
    {
        act(story);
        return story;
    }

    private static CustodianAnswered Answer(SellStory story) =>
        new(story.Now, [A.Transfer()]) { Kyc = KycStatus.Verified, CurrentRate = story.Sell.Quote.Rate };
}
