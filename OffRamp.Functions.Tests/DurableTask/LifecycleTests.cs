using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class LifecycleTests
{
    [TestMethod]
    public void Actions_pending_at_a_suspension_are_withheld_until_it_ends()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await context.CallActivityAsync("A");
            return await context.CallActivityAsync<int>("B");
        });

        instance.Begin().Turn(Completed(0), Suspended());
        Assert.AreEqual("status null", instance.LastMeaning);
        instance.Turn(Resumed());
        Assert.AreEqual("status null\n#1 call B null", instance.LastMeaning);
        instance.Turn(Completed(1, "5"));

        Assert.AreEqual("status null\n#2 end Completed 5", instance.LastMeaning);
    }

    [TestMethod]
    public void Suspended_instance_can_be_terminated_with_tasks_open()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));

        instance.Begin().Turn(Suspended()).Turn(Completed(0, "1")).Turn(Terminated("enough \"of\" it"));

        Assert.AreEqual("status null\n#1 end Terminated enough \"of\" it", instance.LastMeaning);
    }

    [TestMethod]
    public void Unprocessed_events_go_along_in_order_of_arrival()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await context.WaitForExternalEvent<string>("Go");
            await context.CallActivityAsync("A");
            context.ContinueAsNew(5);
            return 0;
        });

        instance.Begin().Turn(Raised("Go"), Raised("X", "1"), Raised("Y", "2"), Raised("X", "3")).Turn(Completed(0), Raised("Z"));

        Assert.AreEqual("status null\n#1 end ContinuedAsNew 5 carry X 1 carry Y 2 carry X 3 carry Z null", instance.LastMeaning);
    }

    [TestMethod]
    public void Unprocessed_events_are_dropped_on_request()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew(5, preserveUnprocessedEvents: false);
            return 0;
        });

        instance.Begin().Turn(Raised("X"), Raised("Go"));

        Assert.AreEqual("status null\n#0 end ContinuedAsNew 5", instance.LastMeaning);
    }

    [TestMethod]
    public void Event_after_continue_as_new_is_for_the_next_execution_though_a_wait_is_open()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            var open = context.WaitForExternalEvent<string>("X");
            await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew(open.IsCompleted);
            return 0;
        });

        instance.Begin().Turn(Raised("Go"), Raised("X", "1"));

        Assert.AreEqual("status null\n#0 end ContinuedAsNew false carry X 1", instance.LastMeaning);
    }

    [TestMethod]
    public void Exception_after_continue_as_new_fails_the_instance()
    {
        var instance = Of<object?, int>((context, _) =>
        {
            context.ContinueAsNew();
            throw new InvalidOperationException("too late");
        });

        instance.Begin();

        Assert.AreEqual("status null\n#0 end Failed too late failure too late inner ", instance.LastMeaning);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 failed")]
    public void Failure_tells_its_causes()
    {
        var instance = Of<object?, int>((_, _) => throw new InvalidOperationException("outer", new FormatException("cause")));

        instance.Begin();

        var failure = instance.Last.Actions.Single().CompleteOrchestration.FailureDetails;
        Assert.AreEqual("System.InvalidOperationException", failure.ErrorType);
        Assert.AreEqual("System.FormatException", failure.InnerFailure.ErrorType);
        Assert.AreEqual("cause", failure.InnerFailure.ErrorMessage);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 retry")]
    public void Activity_out_of_memory_does_not_look_like_a_request_for_retry()
    {
        var instance = Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));
        var failed = Failed(0, "no memory");
        failed.TaskFailed.FailureDetails.ErrorType = "System.OutOfMemoryException";

        instance.Begin().Turn(failed);

        var failure = instance.Last.Actions.Single().CompleteOrchestration.FailureDetails;
        Assert.AreNotEqual("System.OutOfMemoryException", failure.InnerFailure.ErrorType);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 unknown")]
    public void Unknown_orchestrator_fails_the_instance()
    {
        var instance = Of<object?, int>((_, _) => Task.FromResult(1));
        instance.Started.ExecutionStarted.Name = "Nobody";

        instance.Begin();

        StringAssert.Contains(instance.LastMeaning, "There is no orchestrator named 'Nobody'.");
    }

    [TestMethod]
    public void Start_tells_parent_and_trace()
    {
        var instance = Of<object?, string>((context, _) =>
            Task.FromResult($"{context.Name} {context.InstanceId} {context.ParentInstanceId} {context.TraceParent}"));
        instance.Started.ExecutionStarted.ParentInstance = new() { OrchestrationInstance = new() { InstanceId = "p" } };
        instance.Started.ExecutionStarted.ParentTraceContext = new TraceContext { TraceParent = "00-ab-cd-01" };

        instance.Begin();

        Assert.AreEqual("status null\n#0 end Completed \"Story i1 p 00-ab-cd-01\"", instance.LastMeaning);
    }

    [TestMethod]
    public void Failed_sub_orchestration_reaches_the_parent()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Child");
            }
            catch (TaskFailedException e)
            {
                return $"{e.TaskName} {e.TaskId} {e.FailureDetails.ErrorMessage}";
            }
        });
        var failed = new SubOrchestrationInstanceFailedEvent { FailureDetails = new() { ErrorMessage = "sunk" } };

        instance.Begin().Turn(new HistoryEvent { EventId = -1, SubOrchestrationInstanceFailed = failed });

        Assert.AreEqual("status null\n#1 end Completed \"Child 0 sunk\"", instance.LastMeaning);
    }
}
