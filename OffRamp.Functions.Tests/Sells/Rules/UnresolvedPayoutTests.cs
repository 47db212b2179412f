using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>
/// No new attempt and no refund while one payout is out, by us or by an operator: wherever a sell stands, and whatever
/// happens to it, alone or two things in a row. Only the provider's own word resolves it. (What was never sent is not out.)
/// </summary>
[TestClass]
internal sealed class UnresolvedPayoutTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, Func<SellStory>> States = new()
    {
        ["being sent"] = Submitting,
        ["sent, and nobody knows"] = () => With(Submitting(), story => story.Looks(new PayoutUnknown(story.Sell.LastPayout!.Id))),
        ["accepted"] = Accepted,
        ["unknown to the provider"] = () => With(Submitting(), story => story.Looks(new PayoutNeverArrived(story.Sell.LastPayout!.Id))),
        ["said to have failed, in a notice only"] = () => With(Accepted(), story => story.Arrives(story.PayoutSaid(PayoutStatus.Failed)).Looks()),
        ["contradicted"] = () => With(Accepted(), story => story.Arrives(story.PayoutSaid(PayoutStatus.Settled) with { Amount = "1.00" }).Looks()),
        ["held"] = () => Accepted().OperatorAsks(SellAction.Hold).Looks(),
        ["held while it was sent"] = () => Submitting().OperatorAsks(SellAction.Hold).Looks(),
        ["given up"] = GivenUp,
        ["released"] = () => GivenUp().OperatorAsks(SellAction.Release).Looks(),
        ["a second one, to another card"] = () => Declined().Arrives(new NewCard("n|card", A.Start, A.Sell().Card)).Looks().ReadyToPaySays(A.Transfer()).IsSent(),
        ["a second one, by an operator"] = () => Declined().OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer()).IsSent(),
        ["made again after it came back"] = () => With(Accepted(), story =>
        {
            story.PayoutSettles();
            story.PayoutComesBack().OperatorAsks(SellAction.PayOut).Looks().ReadyToPaySays(A.Transfer()).IsSent();
        }),
        ["made after the end"] = () => new SellStory().At(TimeSpan.FromHours(6)).Looks().CustodianSays()
            .At(TimeSpan.FromHours(7)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer()).IsSent(),
        ["beside a deposit too much"] = () => Accepted().Arrives(A.Transfer("50", "second")).Looks(),
    };

    private static readonly Dictionary<string, Action<SellStory>> Happenings = new()
    {
        ["pay_out"] = story => story.OperatorAsks(SellAction.PayOut, order => order with { Card = new Card("tok_other", "visa", "0001") }).Looks(),
        ["refund"] = story => story.OperatorAsks(SellAction.Refund, order => order with { RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" }).Looks(),
        ["release"] = story => story.OperatorAsks(SellAction.Release).Looks(),
        ["hold"] = story => story.OperatorAsks(SellAction.Hold).Looks(),
        ["cancel by an operator"] = story => story.OperatorAsks(SellAction.Cancel).Looks(),
        ["cancel"] = story => story.CancelIsAsked().Looks(),
        ["a card"] = story => story.Arrives(new NewCard("n|card|2", story.Now, new Card("tok_other", "visa", "0001"))).Looks(),
        ["wish for a refund"] = story => story.Arrives(new RefundRequest("n|refund", story.Now)).Looks(),
        ["another address"] = story => story.Arrives(new NewRefundAddress("n|address", story.Now, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")).Looks(),
        ["notice: failed"] = story => story.Arrives(story.PayoutSaid(PayoutStatus.Failed) with { RetryableWithNewDetails = true }).Looks(),
        ["notice: returned"] = story => story.Arrives(story.PayoutSaid(PayoutStatus.Returned)).Looks(),
        ["notice: another amount"] = story => story.Arrives(story.PayoutSaid(PayoutStatus.Settled) with { Amount = "9.99" }).Looks(),
        ["answer: another amount"] = story => story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed) with { Amount = "9.99" })),
        ["answer: accepted"] = story => story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Submitted))),
        ["answer: never arrived"] = story => story.Looks(new PayoutNeverArrived(story.Sell.LastPayout!.Id)),
        ["answer: unknown"] = story => story.Looks(new PayoutUnknown(story.Sell.LastPayout!.Id)),
        ["silence of the custodian"] = story => story.Looks(new ProviderSilent("custodian")),
        ["the custodian lists it"] = story => story.ReadyToPaySays(A.Transfer()),
        ["a second deposit"] = story => story.Arrives(A.Transfer("40", $"more{story.Sell.Deposits.Count}")).Looks(),
        ["the deposit is gone"] = story => story.Arrives(A.Transfer(status: DepositStatus.Dropped)).Looks(),
        ["the deposit is risky"] = story => story.Arrives(A.Transfer() with { IsHighRisk = true }).Looks(),
        ["an hour"] = story => Later(story, TimeSpan.FromHours(1)),
        ["four days"] = story => Later(story, TimeSpan.FromDays(4)),
        ["a month"] = story => Later(story, TimeSpan.FromDays(30)),
    };

    public static IEnumerable<object[]> Everywhere => States.Keys.Select(state => new object[] { state });

    [TestMethod]
    [DynamicData(nameof(Everywhere))]
    public void Whatever_happens_nothing_else_is_sent(string state)
    {
        foreach (var (first, happens) in Happenings)
        {
            foreach (var (second, follows) in Happenings)
            {
                var story = States[state]();
                var (payouts, refunds) = (story.Sell.Payouts.Count, story.Sell.Refunds.Count);
                Assert.IsTrue(story.Sell.HasPayoutOut, state);

                happens(story);
                follows(story);

                var told = $"{state}, {first}, {second}: {story.Sell.Phase} {story.Step.Next}";
                Assert.AreEqual((payouts, refunds), (story.Sell.Payouts.Count, story.Sell.Refunds.Count), told);
                Assert.IsTrue(story.Sell.HasPayoutOut, told);
                Assert.IsFalse(story.Step.IsEnd, told);
                Assert.AreNotEqual(NextStep.SendRefund, story.Step.Next, told);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Everywhere))]
    public void Operators_are_told_why(string state)
    {
        foreach (var action in (string[])["pay_out", "refund"])
        {
            var story = States[state]();

            Happenings[action](story);

            Assert.AreEqual(Refusals.PayoutUnresolved, story.Refusal, action);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Everywhere))]
    public void The_providers_own_word_that_it_failed_resolves_it(string state)
    {
        var story = States[state]();

        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed)));

        Assert.IsFalse(story.Sell.HasPayoutOut);
    }

    private static SellStory Submitting() => new SellStory().At(Soon).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer()).IsSent();

    private static SellStory Accepted() => Submitting().PayoutIsAccepted();

    private static SellStory GivenUp() => Accepted().At(TimeSpan.FromDays(3.1)).Looks();

    private static SellStory Declined() => With(Accepted(), story =>
        story.Looks(new PayoutReported(story.PayoutSaid(PayoutStatus.Failed) with { FailureCode = "card_declined", RetryableWithNewDetails = true })));

    private static SellStory With(SellStory story, Action<SellStory> happens)
    {
        happens(story);
        return story;
    }

    private static void Later(SellStory story, TimeSpan by) => story.At(story.Now - A.Start + by).Looks();
}
