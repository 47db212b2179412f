using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>Nobody passes money through here: too much waits for a person, a mistake costs who made it, and a quote is no free option.</summary>
[TestClass]
internal sealed class MoneyThatCameWronglyTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    private static readonly Asset Costly = A.Asset with { RefundCost = Money.Parse("1.5", Currency.USDT) };

    [TestMethod]
    public void A_million_on_a_quote_for_ten_is_held_and_nothing_goes_back_by_itself()
    {
        var story = new SellStory(A.Sell("10")).At(TimeSpan.FromMinutes(10));

        story.Arrives(A.Transfer("1000000")).Looks().At(TimeSpan.FromDays(30)).Looks();

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
        Assert.AreEqual((0, 0), (story.Sell.Payouts.Count, story.Sell.Refunds.Count));
    }

    [TestMethod]
    public void Several_transfers_that_are_more_than_the_maximum_together_are_held_too()
    {
        var story = new SellStory(A.Sell("10000")).At(TimeSpan.FromMinutes(10));

        story.Arrives(A.Transfer("6000", "aa")).Arrives(A.Transfer("6000", "bb")).Looks();

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    public void The_maximum_itself_is_sold()
    {
        var story = new SellStory(A.Sell("10000")).At(TimeSpan.FromMinutes(10));

        story.IsPaidIn("10000").PayoutSettles();

        Assert.AreEqual(SellPhase.Paid, story.Sell.Phase);
    }

    [TestMethod]
    public void A_speck_of_somebody_else_does_not_take_a_sell_above_the_maximum()
    {
        var story = new SellStory(A.Sell("10000")).At(TimeSpan.FromMinutes(10));

        story.Arrives(A.Transfer("0.000001", "aa")).Looks().Arrives(A.Transfer("10000")).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void What_a_reorg_took_and_gave_back_counts_towards_the_maximum()
    {
        var story = new SellStory(A.Sell("10000")).At(TimeSpan.FromMinutes(10));
        story.Arrives(A.Transfer("6000", "aa")).Looks().Arrives(A.Transfer("6000", "aa", DepositStatus.Dropped)).Looks();

        story.Arrives(A.Transfer("6000", "bb")).Looks().Arrives(A.Transfer("6000", "aa")).Looks();

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ComplianceReview), (story.Sell.Phase, story.Sell.HoldReason));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void After_the_end_so_much_is_a_case_and_does_not_go_back_by_itself(bool isCancelled)
    {
        var story = new SellStory(A.Sell("10"));
        if (isCancelled)
        {
            story.CancelIsAsked().Looks().CustodianSays();
        }

        story.At(Window).Looks().CustodianSays().At(Window + TimeSpan.FromHours(1));

        story.Arrives(A.Transfer("1000000") with { SeenAt = story.Now }).Looks();

        Assert.IsEmpty(story.Sell.Refunds);
        Assert.Contains(HoldReasons.ComplianceReview, story.Sell.OpenCases.Select(open => open.Kind));
        Assert.IsTrue(story.Step.IsEnd);
    }

    [TestMethod]
    public void An_operator_who_has_looked_lets_it_go_on()
    {
        var story = new SellStory(A.Sell("10")).At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer("20000")).Looks();

        story.OperatorAsks(SellAction.Release).Looks();

        Assert.AreEqual((null, SellPhase.PayingOut), (story.Refusal, story.Sell.Phase));
    }

    [TestMethod]
    [DataRow("late")]
    [DataRow("duplicate")]
    [DataRow("excess")]
    public void Who_sends_by_mistake_bears_what_sending_it_back_costs(string reason)
    {
        var story = new SellStory { Policy = A.Policy with { Asset = Costly } };
        Mistake(story, reason);

        var refund = story.Sell.Refunds.Single();
        story.Looks(new RefundReported(new RefundFact(refund.Id, RefundStatus.Sent, "feed")));

        Assert.AreEqual((reason, "98.5"), (refund.Reason, refund.Amount.ToString()));
        Assert.AreEqual(("98.5", "1.5", "0"), (Balance(story, Account.Refunded), Balance(story, Account.RefundCosts), Balance(story, Account.Held)));
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
        Assert.IsTrue(story.Sell.Unassigned.IsZero);
    }

    [TestMethod]
    public void A_payout_that_failed_is_nobodys_mistake()
    {
        var story = new SellStory { Policy = A.Policy with { Asset = Costly } };

        story.At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutHasFailed();

        Assert.AreEqual("250", story.Sell.Refunds.Single().Amount.ToString());
    }

    [TestMethod]
    public void What_is_worth_less_than_sending_it_back_costs_is_kept_for_its_user()
    {
        var story = new SellStory { Policy = A.Policy with { Asset = A.Asset with { RefundCost = Money.Parse("5", Currency.USDT) } } };
        story.At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles();

        story.Arrives(A.Transfer("4", "more") with { SeenAt = story.Now }).Looks();

        Assert.IsEmpty(story.Sell.Refunds);
        Assert.AreEqual("4", story.Sell.Unassigned.ToString());
    }

    [TestMethod]
    public void Another_address_gets_the_same_amount_as_the_first()
    {
        var story = new SellStory { Policy = A.Policy with { Asset = Costly } };
        Mistake(story, "late");
        story.Looks(new RefundReported(new RefundFact(story.Sell.Refunds[^1].Id, RefundStatus.Failed, null)));

        story.Arrives(new NewRefundAddress("n|a", story.Now, "TElsewhere")).Looks();

        Assert.AreEqual(("98.5", RefundStatus.Submitting), (story.Sell.Refunds[^1].Amount.ToString(), story.Sell.Refunds[^1].Status));
    }

    [TestMethod]
    public void The_fifth_card_is_the_last()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        for (var card = 1; card < 5; card++)
        {
            Decline(story);
            Assert.AreEqual(SellPhase.ActionRequired, story.Sell.Phase, $"after card {card}");
            TryAnotherCard(story);
        }

        Decline(story);

        Assert.AreEqual((SellPhase.Refunding, FailureCodes.PayoutFailed), (story.Sell.Phase, story.Sell.FailureCode));
    }

    [TestMethod]
    public void Seventy_two_hours_count_from_the_first_card_that_failed()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        Decline(story);
        story.At(TimeSpan.FromHours(71));
        TryAnotherCard(story);
        Decline(story);
        var until = story.Sell.ActionUntil;

        story.At(TimeSpan.FromHours(73)).Looks();

        Assert.AreEqual(A.Start + TimeSpan.FromMinutes(10) + TimeSpan.FromHours(72), until);
        Assert.AreEqual(SellPhase.Refunding, story.Sell.Phase);
    }

    [TestMethod]
    public void A_card_that_fails_when_the_time_is_over_is_not_followed_by_another()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(10)).IsPaidIn();
        Decline(story);
        story.At(TimeSpan.FromHours(71));
        TryAnotherCard(story);

        story.At(TimeSpan.FromHours(73));
        Decline(story);

        Assert.AreEqual(SellPhase.Refunding, story.Sell.Phase);
    }

    [TestMethod]
    public void A_transfer_that_another_sell_has_claimed_counts_for_nothing_here()
    {
        var claimed = DepositMatch.IdOf(A.Sell(), A.Transfer());
        var sell = A.Sell();
        var story = new SellStory(sell) { Policy = A.Policy with { ClaimedElsewhere = new HashSet<string> { DepositMatch.IdOf(sell, A.Transfer()) } } };

        story.At(TimeSpan.FromMinutes(10)).Arrives(A.Transfer()).Looks();

        Assert.IsEmpty(story.Sell.Deposits);
        Assert.AreEqual((SellPhase.AwaitingDeposit, CaseKinds.DepositContradiction), (story.Sell.Phase, story.Sell.OpenCases.Single().Kind));
        Assert.AreNotEqual(claimed, DepositMatch.IdOf(sell, A.Transfer()));
    }

    /// <summary>100 come by mistake, on a quote of 250.</summary>
    private static void Mistake(SellStory story, string reason)
    {
        switch (reason)
        {
            case "late":
                story.At(Window).Looks().CustodianSays().At(Window + TimeSpan.FromHours(1)).Arrives(A.Transfer("100") with { SeenAt = story.Now }).Looks();
                break;
            case "duplicate":
                story.At(TimeSpan.FromMinutes(10)).IsPaidIn().PayoutSettles().Arrives(A.Transfer("100", "more") with { SeenAt = story.Now }).Looks();
                break;
            default:
                story.At(TimeSpan.FromMinutes(10)).IsPaidIn("350").PayoutSettles();
                break;
        }
    }

    private static void Decline(SellStory story) => story.PayoutHasFailed(newDetailsCanHelp: true);

    private static void TryAnotherCard(SellStory story) => story
        .Arrives(new NewCard($"n|c{story.Sell.Payouts.Count}", story.Now, new Card("tok_other", "visa", "0000"))).Looks()
        .ReadyToPaySays(A.Transfer()).PayoutIsAccepted();

    private static string Balance(SellStory story, string account) => story.Balance(account, Currency.USDT).ToString();
}
