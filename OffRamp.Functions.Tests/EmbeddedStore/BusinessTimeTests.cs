using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Timers, scheduled starts and stamps follow business time, not the machine's.</summary>
[TestClass]
public sealed class BusinessTimeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [TestMethod]
    public async Task A_timer_fires_when_business_time_gets_there_and_not_before()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Sell>("sell");
        await world.QuietAsync();
        await world.AdvanceAsync(6 * Hour - TimeSpan.FromMinutes(1));
        var before = (await world.StateOfAsync("sell"))!.OrchestrationStatus;

        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual(OrchestrationStatus.Running, before);
        Assert.AreEqual("\"expired\"", (await world.EndOfAsync("sell")).Output);
    }

    [TestMethod]
    public async Task Where_business_time_is_ahead_a_timer_waits_for_what_remains_of_it()
    {
        await using var world = await StoreWorld.StartAsync(clock: new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(400)));
        var began = world.Clock.GetUtcNow();

        await world.CreateAsync<Sell>("sell");
        await world.QuietAsync();

        // A little of the six hours may have passed between the engine's stamp and the commit.
        var wait = (world.Hub.NextDue!.Value - began).TotalMinutes;
        Assert.IsTrue(wait is > 350 and <= 360, $"It waits {wait} minutes.");
    }

    [TestMethod]
    public async Task What_a_timer_waits_for_is_kept_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("store").FullName;
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        DateTimeOffset? due;
        await using (var before = await StoreWorld.StartAsync(folder, clock: clock))
        {
            await before.CreateAsync<Sell>("sell");
            await before.QuietAsync();
            due = before.Hub.NextDue;
        }
        clock.Advance(3 * Hour);

        await using var after = await StoreWorld.StartAsync(folder, clock: clock);

        Assert.AreEqual(due, after.Hub.NextDue);
        await after.AdvanceAsync(3 * Hour);
        Assert.AreEqual("\"expired\"", (await after.EndOfAsync("sell")).Output);
    }

    [TestMethod]
    public async Task What_fell_due_while_the_process_was_down_fires_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("store").FullName;
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using (var before = await StoreWorld.StartAsync(folder, clock: clock))
        {
            await before.CreateAsync<Sell>("sell");
            await before.QuietAsync();
        }
        clock.Advance(7 * Hour);

        await using var after = await StoreWorld.StartAsync(folder, clock: clock);

        Assert.AreEqual("\"expired\"", (await after.EndOfAsync("sell")).Output);
    }

    [TestMethod]
    public async Task A_scheduled_start_comes_when_business_time_gets_there()
    {
        await using var world = await StoreWorld.StartAsync();
        await ScheduleAsync(world, "later");
        await world.QuietAsync();
        var before = (await world.StateOfAsync("later"))!.OrchestrationStatus;

        await world.AdvanceAsync(Hour);

        Assert.AreEqual(OrchestrationStatus.Pending, before);
        Assert.AreEqual("\"a!!!\"", (await world.EndOfAsync("later")).Output);
    }

    [TestMethod]
    public async Task What_is_said_before_a_scheduled_start_is_heard_after_it()
    {
        await using var world = await StoreWorld.StartAsync();
        await ScheduleAsync(world, "later", nameof(WaitForGo));
        await world.RaiseAsync("later", "Go", "early");
        await world.QuietAsync();

        await world.AdvanceAsync(Hour);

        Assert.AreEqual("\"early\"", (await world.EndOfAsync("later")).Output);
    }

    [TestMethod]
    public async Task Terminated_before_its_scheduled_start_it_never_starts()
    {
        await using var world = await StoreWorld.StartAsync();
        await ScheduleAsync(world, "later");

        await world.Client.TerminateInstanceAsync(new() { InstanceId = "later" }, "not needed");

        var state = await world.EndOfAsync("later");
        Assert.AreEqual((OrchestrationStatus.Terminated, "not needed", null), (state.OrchestrationStatus, state.Output, world.Hub.NextDue));
    }

    [TestMethod]
    public async Task Stamps_are_business_time()
    {
        await using var world = await StoreWorld.StartAsync(clock: new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(400)));
        var created = world.Clock.GetUtcNow().UtcDateTime;
        await world.CreateAsync<WaitForGo>("a");
        await world.QuietAsync();
        await world.AdvanceAsync(Hour);

        await world.RaiseAsync("a", "Go", "x");

        var state = await world.EndOfAsync("a");
        Assert.AreEqual((created, created + Hour, created + Hour), (state.CreatedTime, state.LastUpdatedTime, state.CompletedTime));
    }

    [TestMethod]
    public async Task A_new_execution_is_created_when_the_one_before_ended()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Counter>("c", "");
        await world.QuietAsync();
        await world.AdvanceAsync(Hour / 2);

        await world.RaiseAsync("c", "Add", "1");
        await world.QuietAsync();

        Assert.AreEqual(world.Clock.GetUtcNow().UtcDateTime, (await world.StateOfAsync("c"))!.CreatedTime);
    }

    [TestMethod]
    public async Task Continued_as_new_only_the_timers_of_the_current_execution_are_left()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Counter>("c", "");
        await world.QuietAsync();
        var first = world.Hub.NextDue;
        await world.AdvanceAsync(Hour / 2);
        await world.RaiseAsync("c", "Add", "1");

        await world.QuietAsync();

        Assert.IsTrue(world.Hub.NextDue > first, "The first execution's timer is still there.");
    }

    [TestMethod]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("a");
        var item = await WorkItems.NextAsync(world);
        var state = WorkItems.Begin(item);
        await WorkItems.CompleteAsync(world, item, state, timers: [WorkItems.Timer(state, 2, 2 * Hour), WorkItems.Timer(state, 1, Hour), WorkItems.Timer(state, 3, 3 * Hour)]);

        world.Clock.Advance(5 * Hour);
        world.Hub.ClockMoved();
        await world.TimersFiredAsync();

        var fired = (await WorkItems.NextAsync(world)).NewMessages.Select(message => ((TimerFiredEvent)message.Event).TimerId);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, fired.ToList());
    }

    private static Task<OrchestrationInstance> ScheduleAsync(StoreWorld world, string id, string name = nameof(Chain)) =>
        world.Client.CreateScheduledOrchestrationInstanceAsync(name, "", id, "a", DateTime.UtcNow + Hour);
}
