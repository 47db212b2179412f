using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A payout that comes back, whole or less a bank's fee, before or after the end.</summary>
[TestClass]
internal sealed class ReturnedPayoutTests
{
    [TestMethod]
    public void Less_a_fee_it_is_held_and_the_fee_is_our_cost()
    {
        var story = Returned("225.20");

        Assert.AreEqual((SellPhase.Paid, "225.20", "payout_returned"), (story.Sell.Phase, story.Sell.LastPayout!.ReturnedAmount!.Value.ToString(), story.Sell.Cases.Single().Kind));
        Assert.AreEqual("250", story.Balance(Account.Held, Currency.USDT).ToString());
        Assert.AreEqual(("-2.50", "2.50", "0.00"), (Balance(story, Account.ReturnCosts), Balance(story, Account.PaidOut), Balance(story, Account.Converted)));
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
    }

    [TestMethod]
    [DataRow(SellAction.PayOut)]
    [DataRow(SellAction.Refund)]
    public void An_operator_decides_what_becomes_of_it(SellAction action)
    {
        var story = Returned("225.20").OperatorAsks(action).Looks();

        Assert.IsNull(story.Refusal);
    }

    [TestMethod]
    [DataRow("227.70", "payout_contradiction")]
    [DataRow("225.2", null)]
    public void The_rest_that_comes_back_later_moves_nothing_and_a_person_hears_of_it(string amount, string? kind)
    {
        var story = Returned("225.20");

        story.Arrives(story.PayoutSaid(PayoutStatus.Returned) with { Amount = amount }).Looks();

        Assert.AreEqual("225.20", story.Sell.LastPayout!.ReturnedAmount!.Value.ToString());
        Assert.AreEqual(kind, story.Sell.Cases.ElementAtOrDefault(1)?.Kind);
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
    }

    [TestMethod]
    [DataRow("227.71")]
    [DataRow("0.00")]
    public void More_than_was_paid_or_nothing_is_a_contradiction(string amount)
    {
        var story = Returned(amount);

        Assert.AreEqual((PayoutStatus.Settled, "payout_contradiction"), (story.Sell.LastPayout!.Status, story.Sell.Cases.Single().Kind));
    }

    [TestMethod]
    public void Whole_and_before_it_was_heard_that_it_settled_it_has_failed()
    {
        var story = Paid();

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Returned) with { FailureCode = "returned_by_bank" }));

        Assert.AreEqual((PayoutStatus.Failed, SellPhase.Refunding), (story.Sell.LastPayout!.Status, story.Sell.Phase));
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
        Assert.AreEqual(10, story.Postings.Count(posting => posting.Currency == Currency.EUR && posting.Account != Account.Held) + 2);
    }

    [TestMethod]
    public void Short_and_before_it_was_heard_that_it_settled_a_person_decides()
    {
        var story = Paid();

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Returned) with { Amount = "225.20" }));

        Assert.AreEqual((SellPhase.OnHold, HoldReasons.Operator, 0), (story.Sell.Phase, story.Sell.HoldReason, story.Sell.Refunds.Count));
        Assert.IsNull(LedgerRules.FindGap(story.Sell, story.Postings));
        Assert.IsNull(story.OperatorAsks(SellAction.Refund).Looks().Refusal);
    }

    [TestMethod]
    public void A_notice_that_it_came_back_before_it_settled_is_asked_about()
    {
        var story = Paid();

        story.Arrives(story.PayoutSaid(PayoutStatus.Returned)).Looks();

        Assert.AreEqual((NextStep.AskPayout, 0), (story.Step.Next, story.Sell.Cases.Count));
    }

    [TestMethod]
    public void A_notice_that_it_came_back_after_it_settled_moves_nothing_until_the_provider_says_so_too()
    {
        var story = SaidToBeBack();

        Assert.AreEqual((PayoutStatus.Settled, NextStep.AskPayout, 0), (story.Sell.LastPayout!.Status, story.Step.Next, story.Sell.Cases.Count));
        Assert.IsTrue(story.Balance(Account.Held, Currency.USDT).IsZero);
        Assert.AreEqual(Refusals.ActionNotPossible, story.OperatorAsks(SellAction.Refund).Looks().Refusal);
    }

    [TestMethod]
    public void What_came_back_is_what_the_provider_says_and_not_the_notice()
    {
        var story = SaidToBeBack("227.70");

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Returned) with { Amount = "225.20" }));

        Assert.AreEqual("225.20", story.Sell.LastPayout!.ReturnedAmount.ToString());
        Assert.AreEqual((SellPhase.Paid, NextStep.Completed, true), (story.Sell.Phase, story.Step.Next, story.Sell.IsAtRest));
    }

    [TestMethod]
    [DataRow("settled")]
    [DataRow("silence")]
    [DataRow("never arrived")]
    public void A_provider_that_does_not_say_so_yet_is_asked_again(string answer)
    {
        var story = SaidToBeBack();
        var id = story.Sell.LastPayout!.Id;

        story.Looks(answer switch
        {
            "settled" => new PayoutReported(story.PayoutSaid(PayoutStatus.Settled)),
            "silence" => new PayoutUnknown(id),
            _ => new PayoutNeverArrived(id),
        });

        Assert.AreEqual((PayoutStatus.Settled, NextStep.AwaitNotice), (story.Sell.LastPayout!.Status, story.Step.Next));
        Assert.AreEqual(NextStep.AskPayout, story.At(story.Step.Until - A.Start).Looks().Step.Next);
    }

    [TestMethod]
    public void A_return_that_the_provider_never_confirms_becomes_a_case_and_the_sell_rests()
    {
        var story = SaidToBeBack();
        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Settled)));

        story.At(TimeSpan.FromDays(4)).Looks();

        Assert.AreEqual((PayoutStatus.Settled, "payout_contradiction"), (story.Sell.LastPayout!.Status, story.Sell.Cases.Single().Kind));
        Assert.IsTrue(story.Sell.IsAtRest);
    }

    private static SellStory SaidToBeBack(string amount = "227.70")
    {
        var story = Paid().PayoutSettles();
        return story.Arrives(story.PayoutSaid(PayoutStatus.Returned) with { Amount = amount }).Looks();
    }

    private static SellStory Paid() => new SellStory().At(TimeSpan.FromMinutes(11)).IsPaidIn();

    private static SellStory Returned(string amount) => Paid().PayoutSettles().PayoutComesBack(amount);

    private static string Balance(SellStory story, string account) => story.Balance(account, Currency.EUR).ToString();
}
