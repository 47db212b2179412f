using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>Whoever knows an address can send it specks: they block nothing, tell nobody, and are not lost.</summary>
[TestClass]
internal sealed class DustTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);
    private static readonly DepositFact Speck = A.Transfer("0.000001", "speck");

    [TestMethod]
    public void Dust_does_not_keep_a_sell_from_being_cancelled()
    {
        var story = Dusted().CancelIsAsked().Looks();

        story.CustodianSays(Speck);

        Assert.AreEqual((SellPhase.Cancelled, 0), (story.Sell.Phase, story.Sell.Cases.Count));
    }

    [TestMethod]
    public void Nor_from_expiring()
    {
        var story = Dusted().At(Window).Looks().CustodianSays(Speck);

        Assert.AreEqual((SellPhase.Expired, "deposit_timeout", NextStep.Failed), (story.Sell.Phase, story.Sell.FailureCode, story.Step.Next));
    }

    [TestMethod]
    public void Nobody_is_told_of_it()
    {
        var story = Dusted();

        Assert.IsEmpty(story.Events);
        Assert.AreEqual((0, new SpecksView(1, "0.000001"), "0.000001"), (SellView.Of(story.Sell).Deposits.Count, SellView.Of(story.Sell).Specks, story.Sell.Received.ToString()));
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
    }

    [TestMethod]
    public void After_the_end_it_is_held_in_silence()
    {
        var story = new SellStory().At(Window).Looks().CustodianSays();
        var told = story.Events.Count;

        story.At(Window * 2).Arrives(Speck).Looks();

        Assert.AreEqual((told, 0), (story.Events.Count, story.Sell.Cases.Count));
    }

    [TestMethod]
    public void Above_dust_it_goes_back_together()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).IsPaidIn();
        story.PayoutSettles().At(TimeSpan.FromHours(1));

        story.Arrives(A.Transfer("0.6", "one")).Looks();
        Assert.IsEmpty(story.Sell.Refunds);
        story.Arrives(A.Transfer("0.6", "two")).Looks();

        Assert.AreEqual("1.2", story.Sell.Refunds.Single().Amount.ToString());
    }

    [TestMethod]
    public void A_speck_may_be_the_top_up()
    {
        var story = new SellStory(A.Sell("10")).At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer("9.5")).Looks();

        story.Arrives(A.Transfer("0.5", "speck")).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void A_risky_speck_holds_nobody_up()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(Speck with { IsHighRisk = true }).Arrives(A.Transfer()).Looks();

        Assert.AreEqual(SellPhase.PayingOut, story.Sell.Phase);
    }

    [TestMethod]
    public void A_flood_of_specks_blocks_no_payout()
    {
        var flood = Enumerable.Range(0, 400).Select(number => A.Transfer("0.000001", $"speck{number}")).ToArray();
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks();

        story.ReadyToPaySays([.. flood, A.Transfer()]);

        Assert.AreEqual(NextStep.PayOut, story.Step.Next);
    }

    [TestMethod]
    public void However_often_a_flood_of_specks_is_reported_the_record_stays_small_and_says_how_many_are_beyond_it()
    {
        var flood = Enumerable.Range(0, 400).Select(number => A.Transfer("0.000001", $"speck{number}")).ToArray();
        var story = new SellStory().At(TimeSpan.FromMinutes(11));

        story.CustodianSays(flood).Arrives(flood[399]).Looks().CustodianSays(flood);

        Assert.HasCount(200, story.Sell.Deposits);
        Assert.AreEqual(("duplicate_deposit", 200), (story.Sell.Cases.Single().Kind, story.Sell.Cases.Single().Count));
    }

    [TestMethod]
    public void A_speck_that_is_gone_makes_room_for_another()
    {
        var flood = Enumerable.Range(0, 200).Select(number => A.Transfer("0.000001", $"speck{number}")).ToArray();
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).CustodianSays(flood);

        story.Arrives(flood[7] with { Status = DepositStatus.Dropped }).Looks().Arrives(A.Transfer("0.5", "top-up")).Looks();

        Assert.HasCount(200, story.Sell.Deposits);
        Assert.AreEqual(("0.500199", "reorg_after_confirmation"), (story.Sell.Received.ToString(), story.Sell.Cases.Single().Kind));
    }

    [TestMethod]
    public void A_speck_beyond_the_record_cannot_be_counted_by_an_operator_either()
    {
        var flood = Enumerable.Range(0, 201).Select(number => A.Transfer("0.000001", $"speck{number}")).ToArray();
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).CustodianSays(flood);

        Assert.IsFalse(MatchRules.CanBeCounted(story.Sell, flood[200], story.Policy));
        Assert.IsTrue(MatchRules.CanBeCounted(story.Sell, A.Transfer("50", "real"), story.Policy));
    }

    [TestMethod]
    public void More_than_dust_in_specks_is_the_users_money()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer("0.9", "one")).Arrives(A.Transfer("0.9", "two")).Looks();

        story.At(Window).Looks().CustodianSays(A.Transfer("0.9", "one"), A.Transfer("0.9", "two"));

        Assert.AreEqual((SellPhase.Refunding, "1.8"), (story.Sell.Phase, story.Sell.Refunds.Single().Amount.ToString()));
    }

    [TestMethod]
    public void And_is_waited_for_while_it_confirms()
    {
        DepositFact[] listed = [A.Transfer("0.9", "one"), A.Transfer("0.9", "two", DepositStatus.Seen)];
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).CustodianSays(listed).At(Window).Looks().CustodianSays(listed);
        Assert.AreEqual(SellPhase.AwaitingDeposit, story.Sell.Phase);

        story.At(Window + TimeSpan.FromHours(24)).Looks().CustodianSays(listed);

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.ConfirmationTimeout), (story.Sell.Phase, story.Sell.HoldReason));
    }

    private static SellStory Dusted() => new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(Speck).Looks();
}
