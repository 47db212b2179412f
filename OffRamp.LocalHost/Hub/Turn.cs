using System.Text.Json;
using Google.Protobuf;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Handler;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>
/// One turn of an orchestration, as the extension runs it: history and new messages to the handler, its actions back.
/// After continue-as-new the next execution's first turn follows at once, in the same commit.
/// </summary>
internal sealed partial class Turn(IReadOnlyList<Function> functions, Invoker invoker, TimeProvider clock, ILogger log)
{
    private readonly Dictionary<string, Function> _orchestrators = functions.Where(function => function.Is("orchestrationTrigger"))
        .ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The turn's outcome; null: abandoned, to be tried again later.</summary>
    public async Task<TurnRecord?> RunAsync(TurnInput input, CancellationToken stopping)
    {
        var outcome = new TurnOutcome(input, clock);
        if (!_orchestrators.TryGetValue(input.Instance.Name, out var function))
        {
            outcome.Fail("System.ArgumentException", $"The function '{input.Instance.Name}' doesn't exist, is disabled, or is not an orchestrator function. The following are the known orchestrator functions: {string.Join(", ", _orchestrators.Keys.Select(name => $"'{name}'"))}.");
            return outcome.ToRecord();
        }
        do
        {
            var result = await invoker.InvokeAsync(function.Name, Payload(function, outcome), stopping);
            if (result.Outcome is InvocationOutcome.TimedOut or InvocationOutcome.NotRun) return null;
            if (Read(result) is not { } response)
            {
                LogFailedForGood(input.Instance.Id, result.ErrorMessage);
                outcome.Fail("Microsoft.Azure.WebJobs.Host.FunctionInvocationException", $"Function '{function.Name}' failed with an unhandled exception.");
                break;
            }
            if (WantsRetry(response, input.ExtensionVersion)) return null;
            if (!TryTake(outcome, response)) return Malformed(input);
        }
        while (outcome.ContinuesAsNew);
        return outcome.ToRecord();
    }

    /// <summary>An action that lacks a part (a timer without a time) fails the instance, not the host.</summary>
    private static bool TryTake(TurnOutcome outcome, OrchestratorResponse response)
    {
        try
        {
            outcome.Take(response);
            return true;
        }
        catch (Exception malformed) when (malformed is NullReferenceException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private TurnRecord Malformed(TurnInput input)
    {
        var failed = new TurnOutcome(input, clock);
        failed.Fail("System.ArgumentException", "The orchestrator's answer holds an action which lacks a required part.");
        return failed.ToRecord();
    }

    private ReadOnlyMemory<byte> Payload(Function function, TurnOutcome outcome)
    {
        var request = outcome.ToRequest();
        return InvocationPayload.Write(function.Name, clock.GetUtcNow(),
            // base64 needs no escaping, so the inner JSON string is just quotes around it
            data => data.WriteString(function.BindingName, $"\"{Convert.ToBase64String(request)}\""));
    }

    /// <summary>Null: not a well-formed response, which fails an instance for good.</summary>
    private static OrchestratorResponse? Read(InvocationResult result)
    {
        if (result.Outcome != InvocationOutcome.Succeeded || result.ReturnValue is not { ValueKind: JsonValueKind.String } value) return null;
        try
        {
            var text = value.GetString();
            return string.IsNullOrEmpty(text) ? null : OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(text));
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The two ways to ask for another try: "platform trouble" in a failure, or, from 3.x on, "send me the history".</summary>
    private static bool WantsRetry(OrchestratorResponse response, int extensionVersion)
    {
        if (response.RequiresHistory && extensionVersion >= 3) return true;
        var completion = response.Actions.FirstOrDefault(action => action.CompleteOrchestration is not null)?.CompleteOrchestration;
        if (completion?.OrchestrationStatus != OrchestrationStatus.Failed) return false;
        for (var inner = completion.FailureDetails?.InnerFailure; inner is not null; inner = inner.InnerFailure)
            if (inner.ErrorType == "System.OutOfMemoryException") return true;
        return false;
    }

    [LoggerMessage(LogLevel.Error, "Orchestration {InstanceId} failed for good: its handler gave no well-formed answer. {Message}")]
    private partial void LogFailedForGood(string instanceId, string message);
}
