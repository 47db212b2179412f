using System.Text.Json;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub;
using Kind = OffRamp.DurableTask.Wire.HistoryEvent.EventTypeOneofCase;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>
/// <c>historyEvents</c> in the extension's shape: what was scheduled is folded into what came of it, and the turns'
/// brackets are left out.
/// </summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, Instance instance, bool showOutput)
    {
        var scheduled = new Dictionary<int, (string Name, DateTime At)>();
        json.WriteStartArray("historyEvents");
        foreach (var happened in Events.Read(instance.History))
            if (!Remember(happened, scheduled)) Write(json, happened, scheduled, showOutput);
        json.WriteEndArray();
    }

    private static bool Remember(HistoryEvent happened, Dictionary<int, (string, DateTime)> scheduled)
    {
        switch (happened.EventTypeCase)
        {
            case Kind.TaskScheduled:
                scheduled[happened.EventId] = (happened.TaskScheduled.Name, happened.Timestamp.ToDateTime());
                return true;
            case Kind.SubOrchestrationInstanceCreated:
                scheduled[happened.EventId] = (happened.SubOrchestrationInstanceCreated.Name, happened.Timestamp.ToDateTime());
                return true;
            case Kind.OrchestratorStarted or Kind.OrchestratorCompleted:
                return true;
            default:
                return false;
        }
    }

    private static void Write(Utf8JsonWriter json, HistoryEvent happened, Dictionary<int, (string Name, DateTime At)> scheduled, bool showOutput)
    {
        json.WriteStartObject();
        json.WriteString("EventType", happened.EventTypeCase.ToString());
        json.WriteString("Timestamp", happened.Timestamp.ToDateTime());
        switch (happened.EventTypeCase)
        {
            case Kind.ExecutionStarted:
                json.WriteString("FunctionName", happened.ExecutionStarted.Name);
                break;
            case Kind.ExecutionCompleted:
                json.WriteString("OrchestrationStatus", happened.ExecutionCompleted.OrchestrationStatus.ToString());
                WriteOutput(json, showOutput, "Result", happened.ExecutionCompleted.Result);
                WriteFailure(json, happened.ExecutionCompleted.FailureDetails);
                break;
            case Kind.TaskCompleted:
                WriteScheduled(json, scheduled, happened.TaskCompleted.TaskScheduledId);
                WriteOutput(json, showOutput, "Result", happened.TaskCompleted.Result);
                break;
            case Kind.TaskFailed:
                WriteScheduled(json, scheduled, happened.TaskFailed.TaskScheduledId);
                WriteFailure(json, happened.TaskFailed.FailureDetails);
                break;
            case Kind.SubOrchestrationInstanceCompleted:
                WriteScheduled(json, scheduled, happened.SubOrchestrationInstanceCompleted.TaskScheduledId);
                WriteOutput(json, showOutput, "Result", happened.SubOrchestrationInstanceCompleted.Result);
                break;
            case Kind.SubOrchestrationInstanceFailed:
                WriteScheduled(json, scheduled, happened.SubOrchestrationInstanceFailed.TaskScheduledId);
                WriteFailure(json, happened.SubOrchestrationInstanceFailed.FailureDetails);
                break;
            case Kind.TimerCreated:
                json.WriteString("FireAt", happened.TimerCreated.FireAt.ToDateTime());
                break;
            case Kind.TimerFired:
                json.WriteString("FireAt", happened.TimerFired.FireAt.ToDateTime());
                break;
            case Kind.EventRaised:
                json.WriteString("Name", happened.EventRaised.Name);
                WriteOutput(json, showOutput, "Input", happened.EventRaised.Input);
                break;
            case Kind.EventSent:
                json.WriteString("Name", happened.EventSent.Name);
                json.WriteString("InstanceId", happened.EventSent.InstanceId);
                break;
            case Kind.ExecutionTerminated or Kind.ExecutionSuspended or Kind.ExecutionResumed:
                json.WriteString("Reason", happened.ExecutionTerminated?.Input ?? happened.ExecutionSuspended?.Input ?? happened.ExecutionResumed?.Input);
                break;
        }
        json.WriteEndObject();
    }

    private static void WriteScheduled(Utf8JsonWriter json, Dictionary<int, (string Name, DateTime At)> scheduled, int id)
    {
        if (!scheduled.TryGetValue(id, out var task)) return;
        json.WriteString("ScheduledTime", task.At);
        json.WriteString("FunctionName", task.Name);
    }

    private static void WriteOutput(Utf8JsonWriter json, bool show, string name, string? text)
    {
        if (!show) return;
        json.WritePropertyName(name);
        InstanceJson.WriteJsonText(json, text);
    }

    private static void WriteFailure(Utf8JsonWriter json, TaskFailureDetails? failure)
    {
        if (failure is not null) json.WriteString("Reason", $"{failure.ErrorType}: {failure.ErrorMessage}");
    }
}
