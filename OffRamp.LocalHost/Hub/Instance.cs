using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>A message that waits for the instance's next turn. Timers that fired are not in the journal: sequence 0.</summary>
internal sealed record InboxMessage(ulong Sequence, string ExecutionId, byte[] Event, int TimerId = -1);

/// <summary>
/// One orchestration instance as the hub remembers it. Ten thousand of them may wait for days: the history stays
/// as bytes (just as it goes into a request), and the lists exist only while they hold something.
/// </summary>
internal sealed class Instance(string id, string executionId, string name)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string ExecutionId { get; set; } = executionId;

    public OrchestrationStatus Status { get; set; } = OrchestrationStatus.Pending;

    public long CreatedTicks { get; init; }

    public long UpdatedTicks { get; set; }

    public byte[] History { get; set; } = [];

    public string? CustomStatus { get; set; }

    public string? Output { get; set; }

    public ParentRecord? Parent { get; init; }

    public ulong LastSequence { get; set; }

    public List<InboxMessage>? Inbox { get; set; }

    public List<ActivityRecord>? Activities { get; set; }

    public List<TimerRecord>? Timers { get; set; }

    /// <summary>Known to the hub no more: purged, or replaced by a new start.</summary>
    public bool IsGone { get; set; }

    /// <summary>True from the moment the dispatcher has it until it has no message left.</summary>
    public bool IsDispatched { get; set; }

    /// <summary>Turns abandoned in a row.</summary>
    public int Abandoned { get; set; }

    public bool IsFinished => Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed
        or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    public bool HasMessages => Inbox is { Count: > 0 };

    public bool HasRun => History.Length > 0;
}
