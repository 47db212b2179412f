using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.DurableTask.Wire;
using Kind = OffRamp.DurableTask.Wire.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>What a response says, one line per action, so that two workers' answers can be held against each other.</summary>
internal static class Meaning
{
    /// <param name="response">The answer.</param>
    /// <param name="wrapsInputs">Microsoft's .NET worker wraps activity inputs in a one-element array: unwrap them.</param>
    public static string Of(OrchestratorResponse response, bool wrapsInputs = false)
    {
        var lines = response.Actions.Select(action => Of(action, wrapsInputs));
        return string.Join('\n', lines.Prepend($"status {Json(response.CustomStatus)}"));
    }

    public static OrchestratorResponse Response(string base64) =>
        OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(base64));

    public static OrchestratorRequest Request(string base64) =>
        OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(base64));

    public static string Json(string? text)
    {
        if (text is null)
            return "null";
        try
        {
            return JsonNode.Parse(text)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Of(OrchestratorAction action, bool wrapsInputs) => $"#{action.Id} " + action.OrchestratorActionTypeCase switch
    {
        Kind.ScheduleTask => $"call {action.ScheduleTask.Name} {Input(action.ScheduleTask.Input, wrapsInputs)}",
        Kind.CreateTimer => $"timer {action.CreateTimer.FireAt.ToDateTime():o}",
        Kind.CreateSubOrchestration =>
            $"sub {action.CreateSubOrchestration.Name} {action.CreateSubOrchestration.InstanceId} {Json(action.CreateSubOrchestration.Input)}",
        Kind.SendEvent => $"send {action.SendEvent.Instance.InstanceId} {action.SendEvent.Name} {Json(action.SendEvent.Data)}",
        Kind.CompleteOrchestration => End(action.CompleteOrchestration),
        _ => action.ToString(),
    };

    private static string Input(string? input, bool isWrapped)
    {
        var node = input is null ? null : JsonNode.Parse(input);
        if (isWrapped)
            node = node!.AsArray().Single()?.DeepClone();
        return node?.ToJsonString() ?? "null";
    }

    private static string End(CompleteOrchestrationAction end)
    {
        var carried = string.Concat(end.CarryoverEvents.Select(e => $" carry {e.EventRaised.Name} {Json(e.EventRaised.Input)}"));
        var failure = end.FailureDetails is { } details
            ? $" failure {details.ErrorMessage} inner {details.InnerFailure?.ErrorMessage}"
            : "";
        return $"end {end.OrchestrationStatus} {Json(end.Result)}{carried}{failure}";
    }
}
