using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Protobuf;
using Kind = Microsoft.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What an orchestration's response says, one line per action.</summary>
internal static class Meaning
{
    public static string Of(OrchestratorResponse response) =>
        string.Join('\n', response.Actions.Select(Of).Prepend($"status {Json(response.CustomStatus)}"));

    public static string Json(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        try
        {
            return JsonNode.Parse(text)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Of(OrchestratorAction action) => $"#{action.Id} " + action.OrchestratorActionTypeCase switch
    {
        Kind.ScheduleTask => $"call {action.ScheduleTask.Name} {Input(action.ScheduleTask.Input)}",
        Kind.CreateTimer => $"timer {action.CreateTimer.FireAt.ToDateTime():o}",
        Kind.CompleteOrchestration => End(action.CompleteOrchestration),
        _ => action.ToString(),
    };

    // The SDK wraps an activity's input in an array.
    private static string Input(string input) => JsonNode.Parse(input)!.AsArray().Single()?.ToJsonString() ?? "null";

    private static string End(CompleteOrchestrationAction end)
    {
        var carried = string.Concat(end.CarryoverEvents.Select(e => $" carry {e.EventRaised.Name} {Json(e.EventRaised.Input)}"));
        var failure = end.FailureDetails is { } details
            ? $" failure {details.ErrorMessage} inner {details.InnerFailure?.ErrorMessage}"
            : "";
        return $"end {end.OrchestrationStatus} {Json(end.Result)}{carried}{failure}";
    }
}
