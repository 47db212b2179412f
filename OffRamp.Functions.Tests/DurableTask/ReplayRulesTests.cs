using OffRamp.DurableTask;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class ReplayRulesTests
{
    [TestMethod]
    public void History_names_a_call_the_code_does_not_make()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));
        instance.Begin();
        instance.History[^2].TaskScheduled = null;
        instance.History[^2].TimerCreated = new();

        instance.Turn(Completed(0, "1"));

        StringAssert.Contains(instance.LastMeaning, "end Failed Non-Deterministic workflow detected:");
        StringAssert.Contains(instance.LastMeaning, "a timer task with sequence number 0");
    }

    [TestMethod]
    public void History_holds_more_calls_than_the_code_makes()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));
        instance.Begin();
        instance.History.Insert(3, new() { EventId = 1, TaskScheduled = new() { Name = "Gone" } });

        instance.Turn(Completed(0, "1"));

        StringAssert.Contains(instance.LastMeaning, "Non-Deterministic workflow detected:");
        StringAssert.Contains(instance.LastMeaning, "'Gone'");
    }

    [TestMethod]
    public void Names_of_calls_compare_without_case()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("Pay"));
        instance.Begin();
        instance.History[^2].TaskScheduled.Name = "PAY";

        instance.Turn(Completed(0, "1"));

        Assert.AreEqual("status null\n#1 end Completed 1", instance.LastMeaning);
    }

    [TestMethod]
    public void Engines_own_timer_is_ignored()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));
        instance.Begin();
        instance.History.Add(new() { EventId = -100, TimerCreated = new() });

        instance.Turn(Completed(0, "1"), Fired(-100));

        Assert.AreEqual("status null\n#1 end Completed 1", instance.LastMeaning);
    }

    [TestMethod]
    public void Guids_are_the_same_on_every_replay_and_differ_from_each_other()
    {
        var seen = new List<Guid[]>();
        var instance = Of<object?, int>(async (context, _) =>
        {
            var guids = new[] { context.NewGuid(), context.NewGuid() };
            await context.CallActivityAsync("A");
            seen.Add([.. guids, context.NewGuid()]);
            await context.CallActivityAsync("B");
            return 0;
        });

        instance.Begin();
        instance.Now += TimeSpan.FromMinutes(1);
        instance.Turn(Completed(0)).Turn(Completed(1));

        CollectionAssert.AreEqual(seen[0], seen[1]);
        Assert.AreEqual(3, seen[0].Distinct().Count());
        Assert.IsTrue(seen[0].All(guid => guid.Version == 5));
    }

    [TestMethod]
    public void Log_lines_are_written_once()
    {
        var lines = new List<OrchestrationLogLine>();
        var instance = Of<object?, int>(
            async (context, _) =>
            {
                var logger = context.CreateReplaySafeLogger("Story");
                logger.Information("before");
                await context.CallActivityAsync("A");
                logger.Warning("after");
                return 0;
            },
            log: lines.Add);

        instance.Begin().Turn(Completed(0));

        CollectionAssert.AreEqual(
            new[] { new OrchestrationLogLine("i1", "Story", "before", false), new("i1", "Story", "after", true) }, lines);
    }

    [TestMethod]
    public void Input_counts_as_it_was_when_the_call_was_made()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            var basket = new List<int> { 1 };
            var call = context.CallActivityAsync<int>("A", basket);
            basket.Add(2);
            return await call;
        });

        instance.Begin();

        Assert.AreEqual("status null\n#0 call A [1]", instance.LastMeaning);
    }

    [TestMethod]
    public void All_of_several_wait_for_the_last_and_show_the_first_failure()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            var all = await Task.WhenAll(context.CallActivityAsync<int>("A"), context.CallActivityAsync<int>("B"));
            return all.Length;
        });

        instance.Begin().Turn(Failed(0, "broken"));
        Assert.AreEqual("status null", instance.LastMeaning);
        instance.Turn(Completed(1, "1"));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#2 end Failed Task 'A' (#0)");
    }
}
