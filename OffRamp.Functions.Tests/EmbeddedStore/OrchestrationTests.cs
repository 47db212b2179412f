using DurableTask.Core;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Every kind of orchestration runs on the embedded store, driven by the engine's own worker and client.</summary>
[TestClass]
public sealed class OrchestrationTests
{
    [TestMethod]
    public async Task Activities_run_one_after_the_other()
    {
        await using var world = await StoreWorld.StartAsync();

        await world.CreateAsync<Chain>("chain", "a");

        Assert.AreEqual("\"a!!!\"", (await world.EndOfAsync("chain")).Output);
    }

    [TestMethod]
    public async Task Activities_run_side_by_side()
    {
        await using var world = await StoreWorld.StartAsync();

        await world.CreateAsync<FanOut>("fan", "a");

        Assert.AreEqual("\"a0! a1! a2! a3! a4!\"", (await world.EndOfAsync("fan")).Output);
    }

    [TestMethod]
    public async Task An_event_that_comes_before_the_first_run_is_heard()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("waits");
        await world.RaiseAsync("waits", "Go", "early");

        await world.StartWorkerAsync();

        Assert.AreEqual("\"early\"", (await world.EndOfAsync("waits")).Output);
    }

    [TestMethod]
    public async Task A_deposit_in_time_is_paid()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Sell>("sell");
        await world.RaiseAsync("sell", "Deposit", "5");
        await world.QuietAsync();

        await world.RaiseAsync("sell", "Settled", "ok");

        Assert.AreEqual("\"paid ok\"", (await world.EndOfAsync("sell")).Output);
    }

    [TestMethod]
    public async Task Children_answer_their_parent_and_fail_it_with_their_reason()
    {
        await using var world = await StoreWorld.StartAsync();

        await world.CreateAsync<Parent>("p", "p");

        Assert.AreEqual("\"p!!! broken\"", (await world.EndOfAsync("p")).Output);
    }

    [TestMethod]
    public async Task Events_that_came_together_are_carried_over_when_it_continues_as_new()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Counter>("counter", "");
        foreach (var item in new[] { "1", "2", "3" })
        {
            await world.RaiseAsync("counter", "Add", item);
        }

        await world.StartWorkerAsync();

        Assert.AreEqual("\"123\"", (await world.EndOfAsync("counter")).Output);
    }

    [TestMethod]
    public async Task What_fails_says_why()
    {
        await using var world = await StoreWorld.StartAsync();

        await world.CreateAsync<Broken>("broken");

        var state = await world.EndOfAsync("broken");
        Assert.AreEqual((OrchestrationStatus.Failed, "System.InvalidOperationException: broken"), (state.OrchestrationStatus, state.Output));
    }

    [TestMethod]
    public async Task A_failing_activity_is_tried_again_when_business_time_comes()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Stubborn>("stubborn");
        await world.QuietAsync();

        await world.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.AreEqual("\"gave up\"", (await world.EndOfAsync("stubborn")).Output);
        Assert.AreEqual(2, world.Effects["stubborn Fail x"]);
    }

    [TestMethod]
    public async Task An_orchestration_tells_another()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("listener");

        await world.CreateAsync<Talker>("talker", "listener");

        Assert.AreEqual("\"from a friend\"", (await world.EndOfAsync("listener")).Output);
    }

    [TestMethod]
    public async Task Suspended_it_hears_nothing_until_it_is_resumed()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("s");
        await world.QuietAsync();
        await world.Client.SuspendInstanceAsync(new() { InstanceId = "s" }, "wait a bit");
        await world.RaiseAsync("s", "Go", "now");
        await world.QuietAsync();
        var suspended = await world.StateOfAsync("s");

        await world.Client.ResumeInstanceAsync(new() { InstanceId = "s" }, "go on");

        Assert.AreEqual(OrchestrationStatus.Suspended, suspended!.OrchestrationStatus);
        Assert.AreEqual("\"now\"", (await world.EndOfAsync("s")).Output);
    }

    [TestMethod]
    public async Task Terminated_it_ends_with_the_reason_and_its_timers_go()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Sell>("t");
        await world.QuietAsync();

        await world.Client.TerminateInstanceAsync(new() { InstanceId = "t" }, "enough");

        var state = await world.EndOfAsync("t");
        Assert.AreEqual((OrchestrationStatus.Terminated, "enough", null), (state.OrchestrationStatus, state.Output, world.Hub.NextDue));
    }
}
