using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

[TestClass]
internal sealed class CaseTests
{
    [TestMethod]
    public void A_case_that_a_person_settled_leaves_the_queue_and_is_not_opened_again()
    {
        var foreign = A.Transfer() with { ContractAddress = A.Address };
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(foreign).Looks();

        story.OperatorAsks(SellAction.CloseCase, order => order with { CaseId = story.Sell.Cases[0].Id }).Looks().Arrives(foreign).Looks();

        Assert.DoesNotContain(Queues.Case, QueueRules.Of(story.Sell));
        Assert.HasCount(0, story.Sell.OpenCases.ToList());
    }

    [TestMethod]
    public void A_flood_of_worthless_tokens_is_one_case_with_a_count()
    {
        var flood = Enumerable.Range(0, 500).Select(number => A.Transfer("7", $"scam{number}") with { ContractAddress = A.Address }).ToArray();
        var story = new SellStory().At(TimeSpan.FromMinutes(11)).CustodianSays(flood);

        story.At(TimeSpan.FromHours(6)).Looks().CustodianSays(flood);

        Assert.AreEqual((SellPhase.Expired, "wrong_token", 500), (story.Sell.Phase, story.Sell.Cases.Single().Kind, story.Sell.Cases.Single().Count));
        Assert.HasCount(1, story.Events);
    }
}
