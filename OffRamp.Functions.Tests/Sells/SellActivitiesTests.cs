using System.Text.Json;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>The activities as the host calls them.</summary>
[TestClass]
internal sealed class SellActivitiesTests
{
    [TestMethod]
    [DataRow("CheckDeposits", SellPhase.AwaitingDeposit)]
    [DataRow("SubmitPayout", SellPhase.PayingOut)]
    [DataRow("CheckPayout", SellPhase.PayingOut)]
    [DataRow("SendRefund", SellPhase.Refunding)]
    public async Task A_silent_provider_is_an_answer_and_no_failure(string activity, SellPhase phase)
    {
        var edge = FaultyEdge.ToProviders();
        edge.Decide = _ => Mood.Refused;
        var edges = new Edges { Providers = edge };
        await using var app = await NoticeApp.WithSellAsync(In(phase), services => edges.Replace(services));

        var step = Read(await app.CallAsync(activity, app.Sell.Id.ToString()));

        Assert.AreEqual((phase, false), (step.Phase, step.HasEnded));
        Assert.IsTrue(step.Next is NextStep.AwaitDeposit or NextStep.AwaitNotice, $"{step}");
        Assert.IsGreaterThan(0, edge.Faults);
    }

    [TestMethod]
    public async Task An_activity_run_twice_says_the_same_twice()
    {
        await using var app = await NoticeApp.WithSellAsync();

        var first = Read(await app.CallAsync("Advance", app.Sell.Id.ToString()));
        var again = Read(await app.CallAsync("Advance", app.Sell.Id.ToString()));

        Assert.AreEqual(new SellStep(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, first.Wait), first);
        Assert.AreEqual(first, again);
    }

    [TestMethod]
    public async Task An_activity_about_a_sell_that_is_not_there_fails()
    {
        await using var app = await NoticeApp.StartAsync();

        await Assert.ThrowsAsync<Exception>(() => app.CallAsync("Advance", "sell_00000000000000000000000000"));
    }

    private static SellStep Read(string? answer) => JsonSerializer.Deserialize<SellStep>(answer!, DurableJson.Options)!;

    private static Sell In(SellPhase phase)
    {
        var story = phase switch
        {
            SellPhase.AwaitingDeposit => new SellStory(),
            SellPhase.PayingOut => new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer()),
            _ => new SellStory().At(TimeSpan.FromHours(6)).Arrives(A.Transfer("5")).CustodianSays(A.Transfer("5")).Looks(),
        };
        return story.Sell;
    }
}
