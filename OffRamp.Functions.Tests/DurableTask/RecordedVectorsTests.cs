using System.Text.Json;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>
/// Microsoft's SDK recorded on a virtual clock: 24 orchestrations. This worker says the same in every step, with one
/// deviation, in continue-as-new-carries-events: unprocessed events are not re-sent (where later ones overtake them) but
/// carried over in order of arrival, so the end takes a lower sequence id. Long timers are cut into Microsoft's 3-day pieces.
/// </summary>
[TestClass]
public sealed class RecordedVectorsTests
{
    private const string CarriesEvents = "continue-as-new-carries-events";

    public static IEnumerable<object[]> Cases =>
        Recordings.Lines("durable-vectors.jsonl").Select(line => new object[] { line.GetProperty("case").GetString()! });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Answers_mean_what_Microsofts_answers_mean(string name)
    {
        var runner = new OrchestrationRunner(VectorOrchestrators.Registry);
        foreach (var step in Steps(name))
        {
            var ours = Meaning.Response(runner.Run(step.GetProperty("request").GetString()!).Response);
            var theirs = Meaning.Response(step.GetProperty("response").GetString()!);
            if (name == CarriesEvents)
                CarryInsteadOfResend(theirs, ours);

            Assert.AreEqual(Meaning.Of(theirs, wrapsInputs: true), Meaning.Of(ours), $"step {step.GetProperty("step")}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Replaying_a_request_gives_the_same_bytes(string name)
    {
        var runner = new OrchestrationRunner(VectorOrchestrators.Registry);
        foreach (var step in Steps(name))
        {
            var request = step.GetProperty("request").GetString()!;
            var withoutTraces = WithoutStackTraces(runner.Run(request).Response);

            Assert.AreEqual(withoutTraces, WithoutStackTraces(runner.Run(request).Response));
        }
    }

    [TestMethod]
    public void All_recorded_cases_are_there() => Assert.AreEqual(24, Cases.Count());

    private static IEnumerable<JsonElement> Steps(string name) => Recordings.Lines("durable-vectors.jsonl")
        .Single(line => line.GetProperty("case").GetString() == name).GetProperty("steps").EnumerateArray();

    private static void CarryInsteadOfResend(OrchestratorResponse theirs, OrchestratorResponse ours)
    {
        var resent = theirs.Actions.Where(action => action.SendEvent is not null).ToList();
        if (resent.Count == 0)
            return;
        foreach (var action in resent)
            theirs.Actions.Remove(action);

        var end = theirs.Actions.Single(action => action.CompleteOrchestration is not null);
        end.Id -= resent.Count;
        for (var i = 0; i < resent.Count; i++)
        {
            end.CompleteOrchestration.CarryoverEvents.Insert(i, new HistoryEvent
            {
                EventRaised = new() { Name = resent[i].SendEvent.Name, Input = resent[i].SendEvent.Data },
            });
        }

        Assert.IsFalse(ours.Actions.Any(action => action.SendEvent is not null));
    }

    private static string WithoutStackTraces(string response)
    {
        var message = Meaning.Response(response);
        foreach (var action in message.Actions)
            if (action.CompleteOrchestration?.FailureDetails is { } details)
                details.StackTrace = null;
        return message.ToString();
    }
}
