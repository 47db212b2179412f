using OffRamp.DurableTask;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Last_failure_is_final_without_a_further_timer()
    {
        var instance = Calling(new RetryPolicy(2, Second));

        instance.Begin().Turn(Failed(0, "first")).Turn(Fired(1)).Turn(Failed(2, "second"));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#3 end Failed Task 'Pay' (#2) failed");
        StringAssert.EndsWith(instance.LastMeaning, "inner second");
    }

    [TestMethod]
    public void Non_retriable_failure_is_final()
    {
        var instance = Calling(new RetryPolicy(5, Second));

        instance.Begin().Turn(Failed(0, "no", isNonRetriable: true));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#1 end Failed");
    }

    [TestMethod]
    public void Predicate_can_refuse_a_retry()
    {
        var instance = Calling(new RetryPolicy(5, Second) { HandleFailure = failure => failure.ErrorMessage != "no" });

        instance.Begin().Turn(Failed(0, "no"));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#1 end Failed");
    }

    [TestMethod]
    public void Delays_grow_up_to_the_longest()
    {
        var instance = Calling(new RetryPolicy(9, Second, backoffCoefficient: 10, maxRetryInterval: TimeSpan.FromSeconds(30)));
        var delays = new List<double>();

        instance.Begin();
        for (var id = 0; id < 6; id += 2)
        {
            instance.Turn(Failed(id, "again"));
            delays.Add((instance.Last.Actions.Single().CreateTimer.FireAt.ToDateTime() - instance.Now).TotalSeconds);
            instance.Turn(Fired(id + 1));
        }

        CollectionAssert.AreEqual(new[] { 1.0, 10.0, 30.0 }, delays);
    }

    [TestMethod]
    public void No_attempt_is_made_when_the_time_for_retries_is_over()
    {
        var instance = Calling(new RetryPolicy(9, Second, retryTimeout: TimeSpan.FromMinutes(1)));
        instance.Begin();
        instance.Now += TimeSpan.FromMinutes(1);

        instance.Turn(Failed(0, "late"));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#1 end Failed");
    }

    [TestMethod]
    public void Handler_decides_attempt_by_attempt()
    {
        var options = TaskOptions.FromRetryHandler(retry => Task.FromResult(retry.LastAttemptNumber < 2));
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("Pay", options: options));

        instance.Begin().Turn(Failed(0, "first"));
        Assert.AreEqual("status null\n#1 call Pay null", instance.LastMeaning);
        instance.Turn(Failed(1, "second"));

        StringAssert.StartsWith(instance.LastMeaning, "status null\n#2 end Failed");
    }

    [TestMethod]
    public void Sub_orchestration_is_retried_under_its_id()
    {
        var options = new SubOrchestrationOptions(new TaskRetryOptions(new RetryPolicy(2, Second)), "child");
        var instance = Of<object?, int>((context, _) => context.CallSubOrchestratorAsync<int>("Child", 1, options));
        var failed = new OffRamp.DurableTask.Wire.HistoryEvent
        {
            EventId = -1,
            SubOrchestrationInstanceFailed = new() { FailureDetails = new() { ErrorMessage = "x" } },
        };

        instance.Begin().Turn(failed).Turn(Fired(1));

        Assert.AreEqual("status null\n#2 sub Child child 1", instance.LastMeaning);
    }

    private static InstanceDriver Calling(RetryPolicy policy) =>
        Of<object?, int>((context, _) => context.CallActivityAsync<int>("Pay", null, TaskOptions.FromRetryPolicy(policy)));
}
