using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>What takes longer than usual is told, once, and moves nothing.</summary>
[TestClass]
internal sealed class DelayTests
{
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(10);

    private static SellStory Confirming() => new SellStory().At(Seen).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks();

    private static SellStory PayingOut() => new SellStory().At(Seen).IsPaidIn();

    [TestMethod]
    public void A_deposit_that_confirms_for_30_minutes_is_told_once()
    {
        var story = Confirming();

        for (var minutes = 1; minutes <= 120; minutes++)
        {
            story.At(Seen + TimeSpan.FromMinutes(minutes)).Looks(new ProviderSilent("custodian"));
        }

        var told = story.Events.Single(change => change.Type == "sell.delayed");
        Assert.AreEqual((A.Start + Seen + TimeSpan.FromMinutes(30), SellPhase.ConfirmingDeposit), (told.At, told.Sell.Phase));
        Assert.AreEqual(told.At, story.Sell.DelayedAt);
    }

    [TestMethod]
    public void A_payout_that_is_out_for_60_minutes_is_told_once()
    {
        var story = PayingOut();

        for (var minutes = 1; minutes <= 240; minutes++)
        {
            story.At(Seen + TimeSpan.FromMinutes(minutes)).Looks();
        }

        var told = story.Events.Single(change => change.Type == "sell.delayed");
        Assert.AreEqual((A.Start + Seen + TimeSpan.FromMinutes(60), SellPhase.PayingOut), (told.At, told.Sell.Phase));
    }

    [TestMethod]
    public void A_sell_that_was_told_of_while_it_confirmed_is_not_told_of_again()
    {
        var story = Confirming().At(Seen + TimeSpan.FromMinutes(40)).Looks().IsPaidIn();

        story.At(TimeSpan.FromHours(4)).Looks();

        Assert.HasCount(1, story.Events.Where(change => change.Type == "sell.delayed"));
    }

    [TestMethod]
    public void Nothing_is_told_of_what_goes_as_usual()
    {
        var story = Confirming().At(Seen + TimeSpan.FromMinutes(29)).Looks().IsPaidIn();

        story.At(Seen + TimeSpan.FromMinutes(88)).PayoutSettles();

        Assert.AreEqual(SellPhase.Paid, story.Sell.Phase);
        CollectionAssert.DoesNotContain(story.EventTypes.ToList(), "sell.delayed");
    }

    [TestMethod]
    public void The_sell_is_looked_at_when_it_is_due_and_not_at_the_next_question()
    {
        var story = PayingOut().At(Seen + TimeSpan.FromMinutes(16)).Looks();
        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Submitted)));

        Assert.AreEqual(A.Start + Seen + TimeSpan.FromMinutes(60), story.Step.Until);
    }

    [TestMethod]
    public void How_long_is_usual_is_a_setting()
    {
        var story = new SellStory { Policy = A.Policy with { UsualConfirmation = TimeSpan.FromHours(2) } }
            .At(Seen).Arrives(A.Transfer(status: DepositStatus.Seen)).Looks().At(Seen + TimeSpan.FromMinutes(119)).Looks();

        CollectionAssert.DoesNotContain(story.EventTypes.ToList(), "sell.delayed");
        CollectionAssert.Contains(story.At(Seen + TimeSpan.FromMinutes(120)).Looks().EventTypes.ToList(), "sell.delayed");
    }
}
