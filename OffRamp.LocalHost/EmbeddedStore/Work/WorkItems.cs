using DurableTask.Core;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>A run of an instance: its history, and the messages that it takes.</summary>
internal sealed class InstanceWorkItem : TaskOrchestrationWorkItem
{
    public required ActiveInstance Active { get; init; }

    public required LoadedHistory Before { get; init; }

    /// <summary>The state that the engine was given; it comes back with another one after continue-as-new.</summary>
    public required OrchestrationRuntimeState Given { get; init; }

    /// <summary>The execution that the store had when the run began; replaced meanwhile, the run counts for nothing.</summary>
    public required string ExecutionId { get; init; }

    public required long LastMessageId { get; init; }

    /// <summary>Completed, abandoned or returned.</summary>
    public bool IsOver { get; set; }
}

internal sealed class ActivityWorkItem : TaskActivityWorkItem
{
    public required StoredMessage Stored { get; init; }
}
