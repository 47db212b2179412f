using DurableTask.Core;
using DurableTask.Core.History;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>A client starts an instance, unless one with its id is in one of the states that must not be replaced.</summary>
internal sealed class CreateInstance(TaskHubState hub, TaskMessage message, IReadOnlyCollection<OrchestrationStatus> mustNotReplace) : IStoreChange
{
    /// <summary>Living instances: what is taken where the caller says nothing.</summary>
    public static readonly OrchestrationStatus[] Living = [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    /// <summary>The state of the instance that is in the way; null when the new one was made.</summary>
    public OrchestrationStatus? InTheWay { get; private set; }

    public void Apply(WriteSession session)
    {
        var started = (ExecutionStartedEvent)message.Event;
        var existing = session.Find(message.OrchestrationInstance.InstanceId);
        if (existing is not null && mustNotReplace.Contains(existing.Status))
        {
            InTheWay = existing.Status;
            return;
        }
        started.Generation ??= existing is null ? 0 : (EventCodec.ReadState(session.StateOf(existing)).Generation ?? 0) + 1;
        NewInstance.Insert(session, hub, Outgoing.Of(message), started, existing);
    }
}
