using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class RetryAnswerTests
{
    [TestMethod]
    [TestCategory("Trap 3.2 retry")]
    public void Newer_extension_is_asked_for_history()
    {
        var request = new OrchestratorRequest { InstanceId = "i1", Properties = { ["IncludeState"] = Value.ForBool(true) } };

        var turn = OrchestrationRunner.AskAgain(request.ToByteString().ToBase64());

        var answer = Meaning.Response(turn.Response);
        Assert.IsTrue(answer.RequiresHistory);
        Assert.AreEqual("i1", answer.InstanceId);
        Assert.IsEmpty(answer.Actions);
        Assert.AreEqual(TurnOutcome.RetryAsked, turn.Outcome);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 retry")]
    public void Older_extension_is_told_of_memory_shortage()
    {
        var request = new OrchestratorRequest { InstanceId = "i1" };

        var turn = OrchestrationRunner.AskAgain(request.ToByteString().ToBase64());

        AssertMemoryShortage(turn, "i1");
    }

    [TestMethod]
    [DataRow("not base64!")]
    [DataRow("AAAA")]
    [DataRow("")]
    public void Broken_request_never_throws(string request)
    {
        var turn = new OrchestrationRunner(new DurableTaskRegistry()).Run(request);

        var end = Meaning.Response(turn.Response).Actions.Single().CompleteOrchestration;
        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
    }

    [TestMethod]
    public void Request_that_is_not_a_message_asks_again()
    {
        var turn = new OrchestrationRunner(new DurableTaskRegistry()).Run("not base64!");

        AssertMemoryShortage(turn, "");
        Assert.IsInstanceOfType<FormatException>(turn.Error);
    }

    [TestMethod]
    public void Request_without_state_is_answered_with_a_wish_for_history()
    {
        var request = new OrchestratorRequest { InstanceId = "i1", Properties = { ["IncludeState"] = Value.ForBool(false) } };

        var answer = new OrchestrationRunner(new DurableTaskRegistry()).Run(request);

        Assert.IsTrue(answer.RequiresHistory);
    }

    [TestMethod]
    public void Trouble_while_making_the_orchestrator_asks_again()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator("Story", () => throw new TimeoutException("no settings yet"));
        var request = new InstanceDriver(registry).Request(new InstanceDriver(registry).Started);

        var turn = new OrchestrationRunner(registry).Run(request.ToByteString().ToBase64());

        AssertMemoryShortage(turn, "i1");
        Assert.AreEqual("no settings yet", turn.Error?.Message);
    }

    [TestMethod]
    public void Non_determinism_is_told_apart_from_failure()
    {
        var registry = new DurableTaskRegistry().AddOrchestratorFunc<int, int>("Story", (context, _) => context.CallActivityAsync<int>("A"));
        var instance = new InstanceDriver(registry).Begin();
        instance.History[^2].TaskScheduled.Name = "B";

        var turn = new OrchestrationRunner(registry).Run(instance.Request().ToByteString().ToBase64());

        Assert.AreEqual(TurnOutcome.NonDeterministic, turn.Outcome);
    }

    private static void AssertMemoryShortage(OrchestrationTurn turn, string instanceId)
    {
        var answer = Meaning.Response(turn.Response);
        var end = answer.Actions.Single().CompleteOrchestration;
        Assert.AreEqual(instanceId, answer.InstanceId);
        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.AreEqual("System.OutOfMemoryException", end.FailureDetails.InnerFailure.ErrorType);
        Assert.AreEqual(TurnOutcome.RetryAsked, turn.Outcome);
    }
}
