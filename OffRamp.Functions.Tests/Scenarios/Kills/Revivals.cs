using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// What finds sells that stand still may run beside itself, and beside work that it takes for lost. Each moment is
/// brought about on purpose, once.
/// </summary>
[TestClass]
public sealed class Revivals
{
    /// <summary>The card whose settlement nobody tells: from the payout on only the orchestration's own look brings the sell on.</summary>
    [TestMethod]
    public async Task Two_visits_at_once_bring_a_lost_sell_back_once()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world, card: "tok_silent");
        await sell.DepositAsync();
        await world.QuietAsync();
        await sell.TerminateAsync();
        world.Jump(TimeSpan.FromMinutes(30));

        await Task.WhenAll(VisitAsync(world), VisitAsync(world));
        await world.QuietAsync();

        await IsPaidOnceAsync(world, sell);
        Assert.AreEqual("Completed", await sell.RuntimeStatusAsync());
    }

    [TestMethod]
    public async Task A_visit_while_the_lost_orchestrations_payout_is_still_under_way_leads_to_one_payout()
    {
        var payouts = new HeldPayouts();
        await using var world = await World.StartAsync(replace: payouts.Replace);
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        await payouts.ArriveAsync(1);
        await sell.TerminateAsync();
        world.Jump(TimeSpan.FromMinutes(30));

        await VisitAsync(world);
        await payouts.ArriveAsync(1);
        payouts.Open();
        await world.QuietAsync();

        await IsPaidOnceAsync(world, sell);
        Assert.AreEqual("Completed", await sell.RuntimeStatusAsync());
    }

    [TestMethod]
    public async Task Nine_submits_of_one_payout_at_once_have_one_effect()
    {
        var payouts = new HeldPayouts();
        await using var world = await World.StartAsync(replace: payouts.Replace);
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        await payouts.ArriveAsync(1);

        var submit = world.Services.GetRequiredService<SubmitPayout>();
        var more = Enumerable.Range(0, 8).Select(_ => submit.RunAsync(PrefixedId.Parse<SellId>(sell.SellId), default)).ToList();
        await payouts.ArriveAsync(8);
        payouts.Open();
        await Task.WhenAll(more);
        await world.QuietAsync();

        await IsPaidOnceAsync(world, sell);
    }

    /// <summary>The host has an orchestrator run again whose worker died, and fails an activity: what that did is then asked for.</summary>
    [TestMethod]
    [DataRow("Sell", 1, false)]
    [DataRow("Sell", 1, true)]
    [DataRow("Sell", 2, false)]
    [DataRow("Sell", 2, true)]
    [DataRow("Sell", 3, false)]
    [DataRow("Sell", 3, true)]
    [DataRow("Sell", 4, false)]
    [DataRow("Sell", 4, true)]
    [DataRow("Sell", 5, false)]
    [DataRow("Sell", 5, true)]
    [DataRow("ReceiveDepositNotice", 1, false)]
    [DataRow("ReceiveDepositNotice", 2, false)]
    [DataRow("ReceivePayoutNotice", 1, false)]
    [DataRow("CheckDeposits", 1, false)]
    [DataRow("CheckDeposits", 1, true)]
    [DataRow("SubmitPayout", 1, false)]
    [DataRow("SubmitPayout", 1, true)]
    public async Task A_worker_that_dies_in_any_call_costs_a_sell_time_and_nothing_else(string function, int dyingCall, bool isAllDone)
    {
        var worker = new DyingWorker(function, dyingCall, isAllDone);
        await using var world = await World.StartAsync(beforeCall: worker.BeforeCall, afterCall: worker.AfterCall);
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.IsTrue(worker.HasDied);
        await IsPaidOnceAsync(world, sell);
        Assert.AreEqual("Completed", await sell.RuntimeStatusAsync());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_worker_that_dies_while_the_deadline_is_applied_costs_time_and_nothing_else(bool isAllDone)
    {
        var worker = new DyingWorker("Advance", 1, isAllDone);
        await using var world = await World.StartAsync(beforeCall: worker.BeforeCall, afterCall: worker.AfterCall);
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();

        await world.AdvanceAsync(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(20));

        Assert.IsTrue(worker.HasDied);
        Assert.AreEqual("failed/expired deposit_timeout", await sell.StandsAsync());
        Assert.AreEqual("Completed", await sell.RuntimeStatusAsync());
    }

    private static Task VisitAsync(World world) => world.RunTimerAsync(nameof(ReviveSells));

    private static async Task IsPaidOnceAsync(World world, SellDriver sell)
    {
        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        Assert.AreEqual("settled", (await world.EffectsAsync("payouts")).Single().GetProperty("status").GetString());
        await sell.IsAccountedForAsync();
        var shown = await sell.ReadAsync();
        var phases = shown.GetProperty("status_history").EnumerateArray().Select(entry => entry.GetProperty("phase").GetString());
        CollectionAssert.AllItemsAreUnique(phases.ToList());
    }
}
