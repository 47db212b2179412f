namespace OffRamp.DurableTask.Replay;

/// <summary>The orchestrator's code no longer leads to what the history says it did.</summary>
internal sealed class NonDeterministicOrchestrationException(string what)
    : Exception("Non-Deterministic workflow detected: " + what)
{
    private const string Question =
        "Was a change made to the orchestrator code after this instance had already started running?";

    public static NonDeterministicOrchestrationException NotScheduled(int id, ActionKind recorded, string? name) => new(
        $"A previous execution of this orchestration scheduled {Describe(recorded)} with sequence ID {id}{Named(name)}, "
        + $"but the current replay execution hasn't (yet?) scheduled this task. {Question}");

    public static NonDeterministicOrchestrationException Scheduled(
        int id, ActionKind recorded, string? name, ActionKind current, string? currentName) => new(
        $"A previous execution of this orchestration scheduled {Describe(recorded)} with sequence number {id}{Named(name)}, "
        + $"but the current orchestration replay instead scheduled {Describe(current)}{Named(currentName)} "
        + $"with this sequence number.  {Question}");

    private static string Named(string? name) => name is null ? "" : $" named '{name}'";

    private static string Describe(ActionKind kind) => kind switch
    {
        ActionKind.Activity => "an activity task",
        ActionKind.Timer => "a timer task",
        ActionKind.SubOrchestration => "a sub-orchestration task",
        _ => "an event",
    };
}
