using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>An operator counts a transfer that everybody can see, by its transaction; what it is, the custodian says.</summary>
[TestClass]
internal sealed class MatchDepositTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    [TestMethod]
    public void A_transfer_that_no_readable_notice_told_of_is_counted()
    {
        var story = Match(new SellStory().At(TimeSpan.FromHours(1)), A.Transfer());

        Assert.AreEqual((null, SellPhase.PayingOut), (story.Refusal, story.Sell.Phase));
    }

    [TestMethod]
    public void One_that_can_be_read_only_in_part_is_counted_and_paid()
    {
        var known = A.Transfer() with { SeenAt = DateTimeOffset.MaxValue };
        var entry = new UnreadableEntry(UnreadableEntry.IdOf("abc1", 0), "digest") { Known = known };
        var story = Match(new SellStory().At(Window).Looks().CustodianMumbles([entry]), known);
        Assert.IsNull(story.Refusal);

        story.CustodianMumbles([entry]);

        Assert.AreEqual((SellPhase.PayingOut, NextStep.PayOut), (story.Sell.Phase, story.Step.Next));
    }

    [TestMethod]
    public void A_deposit_that_was_set_aside_can_be_counted()
    {
        var story = new SellStory().At(Window - TimeSpan.FromMinutes(1)).Arrives(A.Transfer("10", "part", DepositStatus.Seen)).Looks();
        var late = A.Transfer() with { SeenAt = A.Start + Window + TimeSpan.FromMinutes(5) };
        story.At(Window + TimeSpan.FromMinutes(6)).Arrives(late).Looks();
        Assert.IsFalse(story.Sell.Deposits[1].Counts);

        Match(story, late);

        Assert.AreEqual((null, SellPhase.PayingOut), (story.Refusal, story.Sell.Phase));
    }

    [TestMethod]
    public void After_the_sell_expired_it_is_paid_at_the_quote()
    {
        var story = Match(new SellStory().At(Window).Looks().CustodianSays().At(TimeSpan.FromHours(9)), A.Transfer() with { SeenAt = A.Start + TimeSpan.FromHours(8) });
        Assert.IsNull(story.Refusal);

        story.ReadyToPaySays(A.Transfer());

        Assert.AreEqual((SellPhase.Expired, NextStep.PayOut, 1), (story.Sell.Phase, story.Step.Next, story.Sell.Payouts.Single().Recovery));
    }

    [TestMethod]
    public void A_speck_after_the_sell_expired_is_noted_and_nobody_is_told()
    {
        var story = new SellStory().At(Window).Looks().CustodianSays().At(TimeSpan.FromHours(9));
        var told = story.Sell.Sequence;

        Match(story, A.Transfer("0.5", "speck") with { SeenAt = A.Start + TimeSpan.FromHours(8) });

        Assert.AreEqual((null, told, true), (story.Refusal, story.Sell.Sequence, story.Sell.Deposits.Single().IsMatched));
    }

    [TestMethod]
    public void After_a_payout_it_goes_back()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).IsPaidIn();
        story.PayoutSettles();

        Match(story, A.Transfer("40", "more"));

        Assert.AreEqual((null, "40"), (story.Refusal, story.Sell.Refunds.Single().Amount.ToString()));
    }

    [TestMethod]
    public void What_the_custodian_does_not_have_is_not_counted()
    {
        var story = new SellStory().At(TimeSpan.FromHours(1)).OperatorAsks(SellAction.MatchDeposit).Looks();

        Assert.AreEqual((Refusals.ActionNotPossible, 0), (story.Refusal, story.Sell.Deposits.Count));
    }

    [TestMethod]
    public void Nor_is_another_token_what_is_gone_what_was_there_before_or_what_counts_already()
    {
        DepositFact[] facts =
        [
            A.Transfer() with { ContractAddress = A.Address }, A.Transfer(status: DepositStatus.Dropped),
            A.Transfer() with { SeenAt = A.Start - TimeSpan.FromHours(1) }, A.Transfer("1", "there"),
        ];

        foreach (var fact in facts)
        {
            Assert.AreEqual(Refusals.ActionNotPossible, Match(new SellStory().At(TimeSpan.FromHours(1)).Arrives(A.Transfer("1", "there")).Looks(), fact).Refusal);
        }
    }

    private static SellStory Match(SellStory story, DepositFact fact) =>
        story.OperatorAsks(SellAction.MatchDeposit, order => order with { Deposit = fact }).Looks();
}
