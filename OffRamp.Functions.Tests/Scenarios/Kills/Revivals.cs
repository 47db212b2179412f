using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>
/// What finds sells that stand still may run beside itself, and beside work that it takes for lost. Each moment is
/// brought about on purpose, once.
/// </summary>
[TestClass]
public sealed class Revivals
{
    private const string Durable = "/runtime/webhooks/durabletask/instances";
    private const string Key = "code=local-durable-key";

    /// <summary>The card whose settlement nobody tells: from the payout on only the orchestration's own look brings the sell on.</summary>
    [TestMethod]
    public async Task Two_visits_at_once_bring_a_lost_sell_back_once()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world, card: "tok_silent");
        await sell.DepositAsync();
        await world.QuietAsync();
        await TerminateAsync(world, sell);
        world.Jump(TimeSpan.FromMinutes(30));

        await Task.WhenAll(VisitAsync(world), VisitAsync(world));
        await world.QuietAsync();

        await IsPaidOnceAsync(world, sell);
        Assert.AreEqual("Completed", await InstanceAsync(world, sell));
    }

    [TestMethod]
    public async Task A_visit_while_the_lost_orchestrations_payout_is_still_under_way_leads_to_one_payout()
    {
        var payouts = new HeldPayouts();
        await using var world = await World.StartAsync(replace: payouts.Replace);
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        await payouts.ArriveAsync(1);
        await TerminateAsync(world, sell);
        world.Jump(TimeSpan.FromMinutes(30));

        await VisitAsync(world);
        await payouts.ArriveAsync(1);
        payouts.Open();
        await world.QuietAsync();

        await IsPaidOnceAsync(world, sell);
        Assert.AreEqual("Completed", await InstanceAsync(world, sell));
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

    /// <summary>A sell that is paid takes that many orchestrator calls; the host fails an instance whose call breaks off.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public async Task A_handler_that_dies_in_an_orchestrator_call_loses_the_instance_and_not_the_sell(int dyingCall)
    {
        var handler = new DyingHandler(dyingCall);
        await using var world = await World.StartAsync(replace: handler.Replace);
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();

        // What is heard next would start it again at once, and nobody would see that it was lost.
        world.Faults = new() { RefuseStarts = true };
        await sell.DepositAsync();
        await world.QuietAsync();
        var lost = await InstanceAsync(world, sell);
        world.Faults = new();

        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.IsTrue(handler.HasDied);
        Assert.AreEqual("Failed", lost);
        await IsPaidOnceAsync(world, sell);
    }

    private static Task VisitAsync(World world) => world.Services.GetRequiredService<ReviveSells>().RunAsync(default);

    private static async Task TerminateAsync(World world, SellDriver sell)
    {
        using var answer = await world.Api.PostAsync($"{Durable}/{sell.SellId}/terminate?reason=test&{Key}", null);
        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        while (await InstanceAsync(world, sell) != "Terminated")
        {
            // It takes a turn, which nothing else waits for.
        }
    }

    private static async Task<string?> InstanceAsync(World world, SellDriver sell) =>
        JsonElement.Parse(await world.Api.GetStringAsync($"{Durable}/{sell.SellId}?{Key}")).GetProperty("runtimeStatus").GetString();

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
