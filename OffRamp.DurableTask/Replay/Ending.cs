using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask.Replay;

/// <summary>How an execution ended.</summary>
/// <param name="Action">What is said to the engine.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record Ending(CompleteOrchestrationAction Action, Exception? Error = null)
{
    public static Ending Failed(Exception error) => new(
        new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.Failed,
            Result = error.Message,
            FailureDetails = Failures.ToWire(error),
        },
        error);

    /// <param name="reason">Raw text, not JSON: the caller's words become the output.</param>
    public static Ending Terminated(string? reason) => new(
        new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Terminated, Result = reason });

    /// <summary>The ending of an orchestrator that has returned or thrown.</summary>
    public static Ending Of(Task<string?> story, ReplayContext context)
    {
        string? output;
        try
        {
            output = story.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            return Failed(e);
        }

        return context.Next is { } next
            ? ContinuedAsNew(next, context.Events.Unclaimed)
            : new(new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Completed, Result = output });
    }

    private static Ending ContinuedAsNew(NextExecution next, IReadOnlyList<HistoryEvent> events)
    {
        var action = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.ContinuedAsNew,
            Result = next.Input,
        };
        action.CarryoverEvents.AddRange(events);
        return new(action);
    }
}
