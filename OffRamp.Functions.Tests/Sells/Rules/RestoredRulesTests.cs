using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A provider knows of what a restored record does not.</summary>
[TestClass]
internal sealed class RestoredRulesTests
{
    private static readonly DateTimeOffset Now = A.Start + TimeSpan.FromMinutes(20);

    [TestMethod]
    public void A_sell_about_to_pay_is_held_and_operators_are_told_which_payout()
    {
        var sell = AboutToPay();

        var decision = Hear(sell, Id(sell, "pay", 2));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.Operator, Id(sell, "pay", 2)), (decision.Sell.Phase, decision.Sell.HoldReason, decision.Sell.UnknownMovement));
        Assert.AreEqual($"after a restore: {Id(sell, "pay", 2)} is known to the provider, and not on record", decision.Alarm);
    }

    [TestMethod]
    public void Released_the_attempt_that_never_left_gives_way_and_the_next_has_the_next_number()
    {
        var sell = AboutToPay();
        var held = Hear(sell, Id(sell, "pay", 2)).Sell;

        var released = Release(held);

        Assert.AreEqual((SellPhase.PayingOut, 0, 1, true), (released.Phase, released.Payouts.Count, released.PayoutsWithdrawn, released.IsPayoutWanted));
        Assert.IsNull(released.UnknownMovement);
    }

    [TestMethod]
    public void Released_an_attempt_that_may_have_left_stays_on_record()
    {
        var sell = AboutToPay();
        sell = sell with { Payouts = [sell.LastPayout! with { FirstTriedAt = Now, Tries = 1, FirstTry = "try" }] };

        var released = Release(Hear(sell, Id(sell, "pay", 2)).Sell);

        Assert.AreEqual(Id(sell, "pay", 1), released.LastPayout!.Id);
    }

    [TestMethod]
    public void What_is_on_record_by_now_is_no_news()
    {
        var sell = AboutToPay();

        var decision = Hear(sell, Id(sell, "pay", 1));

        Assert.AreEqual((SellPhase.PayingOut, (string?)null, (string?)null), (decision.Sell.Phase, decision.Sell.UnknownMovement, decision.Alarm));
    }

    [TestMethod]
    [DataRow("pay", CaseKinds.PayoutContradiction)]
    [DataRow("ref", CaseKinds.RefundContradiction)]
    public void A_sell_that_has_ended_gets_a_case_and_its_end_stands(string kind, string expected)
    {
        var sell = A.Sell() with { Phase = SellPhase.Expired, Status = SellStatus.Failed };

        var decision = Hear(sell, Id(sell, kind, 1));

        Assert.AreEqual((SellPhase.Expired, expected, Id(sell, kind, 1)), (decision.Sell.Phase, decision.Sell.Cases.Single().Kind, decision.Sell.Cases.Single().Detail));
    }

    private static Sell AboutToPay()
    {
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer());
        Assert.AreEqual(PayoutStatus.Submitting, story.Sell.LastPayout!.Status);
        return story.Sell;
    }

    private static string Id(Sell sell, string kind, int number) => $"{kind}_{sell.Id.Id}_{number}";

    private static Decision Hear(Sell sell, string id) =>
        SellRules.Decide(sell, [new UnknownMovement(SellKeys.UnknownMovement(id, sell.Sequence), Now, id)], null, Now, A.Policy);

    private static Sell Release(Sell held)
    {
        var order = new OperatorOrder(SellAction.Release, held.Sequence, "anna", "it is known");
        return SellRules.Decide(held, [new OperatorAction(SellKeys.OperatorAction(Id26.New(Now)), Now, order)], null, Now, A.Policy).Sell;
    }
}
