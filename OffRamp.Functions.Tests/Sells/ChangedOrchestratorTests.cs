using System.Net;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>A changed orchestrator is rolled out while sells are under way (docs/decisions/0009).</summary>
[TestClass]
public sealed class ChangedOrchestratorTests
{
    [TestMethod]
    public void The_changed_one_cannot_take_over_a_history_of_the_old_one()
    {
        var answer = Meaning.Of(InstanceDriver.Run<SellStart>(UnderWay(), Changed));

        StringAssert.Contains(answer, "end Failed");
        StringAssert.Contains(answer, "Non-Deterministic", StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void The_old_one_goes_on_with_it()
    {
        var answer = Meaning.Of(InstanceDriver.Run<SellStart>(UnderWay(), SellOrchestration.Run));

        Assert.DoesNotContain("Failed", answer);
    }

    [TestMethod]
    public async Task A_sell_of_the_old_one_is_started_again_under_the_old_name()
    {
        await using var app = await NoticeApp.WithSellAsync(A.Sell() with { Orchestrator = "SellOfBefore" });
        app.Durable.Instance = null;

        await app.Service<SellOrchestrations>().ReviveAsync(app.Sell, isLate: true, default);

        CollectionAssert.AreEqual(new[] { $"find {app.Sell.Id}", $"start SellOfBefore {app.Sell.Id}" }, app.Durable.Asked.ToArray());
    }

    [TestMethod]
    public async Task A_new_sell_begins_under_the_name_of_today_and_waits_for_its_deposit()
    {
        var engine = new FakeOrchestrations { Answer = HttpStatusCode.Accepted };
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton<IOrchestrationClient>(engine));

        var session = await shop.SellAsync();

        Assert.Contains($"start {SellOrchestration.Name} {session.SellId}", engine.Asked);
        Assert.AreEqual(new SellStart(session.SellId, new(SellPhase.AwaitingDeposit, NextStep.AwaitDeposit, TimeSpan.FromHours(6))), engine.LastInput);
    }

    /// <summary>Somewhere in the middle of a sell, as the Durable extension asked for it.</summary>
    private static OrchestratorRequest UnderWay()
    {
        var turns = RecordedHistories.Read("paid").Where(turn => turn.Function == SellOrchestration.Name).ToList();
        return OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(turns[turns.Count / 2].Request));
    }

    // Asks the custodian before anything else.
    private static async Task<string> Changed(TaskOrchestrationContext context, SellStart start)
    {
        await context.CallActivityAsync<SellStep>("CheckDeposits", new SellRef(start.SellId));
        return await SellOrchestration.Run(context, start);
    }
}
