using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Data.Sqlite;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>What the store owes a dispatcher: all of a run or nothing, one run at a time, and nothing lost.</summary>
[TestClass]
public sealed class WorkItemTests
{
    [TestMethod]
    public async Task A_run_whose_commit_fails_did_not_happen_and_comes_again()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("a");
        var item = await WorkItems.NextAsync(world);
        world.Faults.BeforeCommit = () => throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
        await Assert.ThrowsExactlyAsync<StoreUnavailableException>(() => WorkItems.EndAsync(world, item, "lost"));

        world.Faults.BeforeCommit = null;
        await world.Hub.Service.AbandonTaskOrchestrationWorkItemAsync(item);

        var again = await WorkItems.NextAsync(world);
        Assert.AreEqual((0, EventType.ExecutionStarted), (again.OrchestrationRuntimeState.Events.Count, again.NewMessages.Single().Event.EventType));
    }

    [TestMethod]
    public async Task A_failed_commit_fails_every_change_of_its_group()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("first");
        using var hold = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        world.Faults.BeforeCommit = () =>
        {
            held.Set();
            hold.Wait();
            world.Faults.BeforeCommit = () => throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);
        };
        var before = world.CreateAsync<Chain>("before");
        held.Wait();
        var group = Enumerable.Range(0, 5).Select(i => world.CreateAsync<Chain>($"g{i}")).ToList();

        hold.Set();

        await before;
        foreach (var member in group)
        {
            await Assert.ThrowsExactlyAsync<StoreUnavailableException>(() => member);
        }
    }

    [TestMethod]
    public async Task While_nothing_can_be_written_no_work_is_handed_out()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("a");
        world.Faults.BeforeCommit = () => throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);
        await Assert.ThrowsExactlyAsync<StoreUnavailableException>(() => world.CreateAsync<Chain>("b"));

        Assert.IsNull(await world.Hub.Service.LockNextTaskOrchestrationWorkItemAsync(TimeSpan.FromMilliseconds(1), default));
    }

    [TestMethod]
    public async Task When_it_can_be_written_again_everything_goes_on()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("a");
        await world.QuietAsync();
        world.Faults.BeforeCommit = () => throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);
        await Assert.ThrowsExactlyAsync<StoreUnavailableException>(() => world.RaiseAsync("a", "Go", "lost"));

        world.Faults.BeforeCommit = null;
        await world.RaiseAsync("a", "Go", "heard");

        Assert.AreEqual("\"heard\"", (await world.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task An_instance_is_run_by_one_at_a_time()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("a");
        await WorkItems.NextAsync(world);
        await world.RaiseAsync("a", "Go", "x");

        Assert.IsNull(await world.Hub.Service.LockNextTaskOrchestrationWorkItemAsync(TimeSpan.FromMilliseconds(50), default));
    }

    [TestMethod]
    public async Task What_comes_during_a_run_is_run_next_with_the_history_of_before()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("a");
        var item = await WorkItems.NextAsync(world);
        await world.RaiseAsync("a", "Go", "x");
        await WorkItems.CompleteAsync(world, item, WorkItems.Begin(item));

        var next = await WorkItems.NextAsync(world);

        Assert.AreEqual((3, EventType.EventRaised), (next.OrchestrationRuntimeState.PastEvents.Count, next.NewMessages.Single().Event.EventType));
    }

    [TestMethod]
    public async Task Without_a_state_only_the_messages_go()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("a");
        var first = await WorkItems.NextAsync(world);
        await WorkItems.CompleteAsync(world, first, WorkItems.Begin(first));
        await world.RaiseAsync("a", "Go", "x");
        var item = await WorkItems.NextAsync(world);

        await world.Hub.Service.CompleteTaskOrchestrationWorkItemAsync(item, item.OrchestrationRuntimeState, [], [], [], null, null!);

        Assert.AreEqual((true, OrchestrationStatus.Running), (world.Hub.IsQuiet, (await world.StateOfAsync("a"))!.OrchestrationStatus));
    }

    [TestMethod]
    public async Task Timers_of_an_execution_that_is_over_are_dropped()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<WaitForGo>("a");
        var item = await WorkItems.NextAsync(world);
        var state = WorkItems.Begin(item);

        await WorkItems.CompleteAsync(world, item, state, timers: [WorkItems.Timer(state, 0, TimeSpan.FromHours(1), "the one before")]);

        Assert.IsNull(world.Hub.NextDue);
    }

    [TestMethod]
    public async Task An_abandoned_activity_runs_again_and_one_that_was_answered_does_not()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("a");
        var item = await WorkItems.NextAsync(world);
        var state = WorkItems.Begin(item);
        await WorkItems.CompleteAsync(world, item, state, activities: [WorkItems.Activity(state, 0, "Echo")]);
        await world.Hub.Service.AbandonTaskActivityWorkItemAsync(await WorkItems.NextActivityAsync(world));

        var again = await WorkItems.NextActivityAsync(world);
        await world.Hub.Service.CompleteTaskActivityWorkItemAsync(again, WorkItems.Answer(again));

        Assert.IsNull(await world.Hub.Service.LockNextTaskActivityWorkItem(TimeSpan.FromMilliseconds(1), default));
        Assert.AreEqual(EventType.TaskCompleted, (await WorkItems.NextAsync(world)).NewMessages.Single().Event.EventType);
    }

    [TestMethod]
    public async Task A_fetch_that_is_cancelled_ends_with_nothing()
    {
        await using var world = new StoreWorld();
        using var stop = new CancellationTokenSource();
        var orchestration = world.Hub.Service.LockNextTaskOrchestrationWorkItemAsync(TimeSpan.FromHours(1), stop.Token);
        var activity = world.Hub.Service.LockNextTaskActivityWorkItem(TimeSpan.FromHours(1), stop.Token);

        await stop.CancelAsync();

        Assert.IsNull(await orchestration);
        Assert.IsNull(await activity);
    }

    [TestMethod]
    public async Task An_item_that_a_stopping_worker_gives_back_is_not_lost()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("a");

        await world.Hub.Service.ReleaseTaskOrchestrationWorkItemAsync(await WorkItems.NextAsync(world));

        Assert.AreEqual("a", (await WorkItems.NextAsync(world)).InstanceId);
    }

    [TestMethod]
    public async Task An_event_can_be_lost_before_the_first_run_where_a_test_wants_that()
    {
        await using var world = new StoreWorld();
        world.Faults.LoseEventsBeforeFirstRun = true;
        await world.CreateAsync<WaitForGo>("a");

        await world.RaiseAsync("a", "Go", "x");

        Assert.HasCount(1, (await WorkItems.NextAsync(world)).NewMessages);
    }

    [TestMethod]
    public async Task Activities_run_twice_where_a_test_wants_that()
    {
        await using var world = await StoreWorld.StartAsync();
        world.Faults.RunActivitiesTwice = true;

        await world.CreateAsync<Chain>("a", "a");

        Assert.AreEqual("\"a!!!\"", (await world.EndOfAsync("a")).Output);
        Assert.AreEqual(2, world.Effects["a Echo a"]);
    }
}
