using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Newtonsoft.Json.Linq;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Starting, asking, purging: what a client may rely on.</summary>
[TestClass]
public sealed class ClientTests
{
    private static readonly OrchestrationStatus[] NothingStays = [];

    [TestMethod]
    public async Task A_living_instance_is_not_started_again()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("once");

        await Assert.ThrowsExactlyAsync<OrchestrationAlreadyExistsException>(() => world.CreateAsync<WaitForGo>("once"));
    }

    [TestMethod]
    public async Task Of_many_who_start_it_at_once_one_does()
    {
        await using var world = await StoreWorld.StartAsync();

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                await world.CreateAsync<WaitForGo>("once");
                return 1;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return 0;
            }
        }));

        Assert.AreEqual(1, starts.Sum());
    }

    [TestMethod]
    public async Task An_ended_instance_is_replaced_with_its_history()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Chain>("again", "a");
        await world.EndOfAsync("again");

        await world.CreateAsync<WaitForGo>("again");
        await world.QuietAsync();

        var state = await world.StateOfAsync("again");
        Assert.AreEqual((nameof(WaitForGo), OrchestrationStatus.Running, (int?)1), (state!.Name, state.OrchestrationStatus, state.Generation));
    }

    [TestMethod]
    public async Task What_replaces_a_living_instance_takes_its_timers_and_messages()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Sell>("r");
        await world.QuietAsync();

        await world.Client.CreateOrchestrationInstanceAsync(nameof(WaitForGo), "", "r", "x", null, NothingStays);
        await world.QuietAsync();

        Assert.IsNull(world.Hub.NextDue);
        Assert.AreEqual(OrchestrationStatus.Running, (await world.StateOfAsync("r"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task A_run_of_an_instance_that_was_replaced_meanwhile_counts_for_nothing()
    {
        await using var world = new StoreWorld();
        await world.CreateAsync<Chain>("r", "old");
        var item = await world.Hub.Service.LockNextTaskOrchestrationWorkItemAsync(TimeSpan.FromSeconds(5), default);
        await world.Client.CreateOrchestrationInstanceAsync(nameof(Chain), "", "r", "new", null, NothingStays);

        await WorkItems.EndAsync(world, item!, "from the old one");

        Assert.AreEqual(OrchestrationStatus.Pending, (await world.StateOfAsync("r"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task States_are_copies()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("copy");
        (await world.StateOfAsync("copy"))!.OrchestrationInstance.ExecutionId = null;

        var state = await world.StateOfAsync("copy");

        Assert.IsNotNull(state!.OrchestrationInstance.ExecutionId);
    }

    [TestMethod]
    public async Task History_is_told_without_naming_the_execution()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Chain>("h", "a");
        await world.EndOfAsync("h");

        var history = JArray.Parse(await world.Hub.Client.GetOrchestrationHistoryAsync("h", null));

        Assert.AreEqual(3, history.Count(item => item["EventType"]!.Value<int>() == (int)EventType.TaskCompleted));
    }

    [TestMethod]
    public async Task History_of_another_execution_is_empty()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Chain>("h", "a");
        await world.EndOfAsync("h");

        Assert.AreEqual("[]", await world.Hub.Client.GetOrchestrationHistoryAsync("h", "another"));
    }

    [TestMethod]
    public async Task Waiting_ends_with_the_time_out()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("w");

        Assert.IsNull(await world.Hub.Client.WaitForOrchestrationAsync("w", null, TimeSpan.Zero, default));
    }

    [TestMethod]
    public async Task Pages_of_a_query_hold_every_instance_once()
    {
        await using var world = new StoreWorld();
        var ids = Enumerable.Range(0, 25).Select(i => $"é{i:00}").ToList();
        await Task.WhenAll(ids.Append("other").Select(id => world.CreateAsync<Chain>(id)));

        var found = new List<string>();
        var query = new OrchestrationQuery { PageSize = 10, InstanceIdPrefix = "é" };
        do
        {
            var page = await world.Hub.Client.GetOrchestrationWithQueryAsync(query, default);
            found.AddRange(page.OrchestrationState.Select(state => state.OrchestrationInstance.InstanceId));
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);

        CollectionAssert.AreEqual(ids, found);
    }

    [TestMethod]
    public async Task A_query_asks_for_states_and_times()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Chain>("old");
        await world.EndOfAsync("old");
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        await world.CreateAsync<Chain>("new");
        await world.EndOfAsync("new");
        await world.CreateAsync<WaitForGo>("living");

        var page = await world.Hub.Client.GetOrchestrationWithQueryAsync(
            new OrchestrationQuery { RuntimeStatus = [OrchestrationStatus.Completed], CreatedTimeFrom = world.Clock.GetUtcNow().UtcDateTime }, default);

        Assert.AreEqual("new", page.OrchestrationState.Single().OrchestrationInstance.InstanceId);
    }

    [TestMethod]
    public async Task A_purged_instance_is_gone_and_so_are_its_timers()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<Sell>("p");
        await world.QuietAsync();

        var result = await world.Hub.Client.PurgeInstanceStateAsync("p");

        Assert.AreEqual((1, null, null), (result.DeletedInstanceCount, await world.StateOfAsync("p"), world.Hub.NextDue));
    }

    [TestMethod]
    public async Task A_purge_by_filter_leaves_those_that_live()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("living");
        for (var i = 0; i < 3; i++)
        {
            await world.CreateAsync<Chain>($"c{i}");
            await world.EndOfAsync($"c{i}");
        }

        var result = await world.Hub.Client.PurgeInstanceStateAsync(new PurgeInstanceFilter(default, null, null));

        Assert.AreEqual((3, true), (result.DeletedInstanceCount, await world.StateOfAsync("living") is not null));
    }

    [TestMethod]
    public async Task What_is_said_to_nobody_is_dropped()
    {
        await using var world = await StoreWorld.StartAsync();

        await world.RaiseAsync("nobody", "Go", "x");

        Assert.IsTrue(world.Hub.IsQuiet);
    }

    [TestMethod]
    public async Task Entities_are_refused()
    {
        await using var world = await StoreWorld.StartAsync();

        await Assert.ThrowsExactlyAsync<NotSupportedException>(() => world.RaiseAsync("@counter@1", "op", "x"));
    }
}
