using DurableTask.Core.History;
using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>The engine could make nothing of a run's messages: they go. An instance that never began is ended if one of them says so.</summary>
internal sealed class DiscardMessages(TaskHubState hub, InstanceWorkItem item) : IStoreChange
{
    public void Apply(WriteSession session)
    {
        session.DeleteMessages(item.Active.Number, item.LastMessageId);
        if (item.NewMessages.Select(message => message.Event).OfType<ExecutionTerminatedEvent>().LastOrDefault() is { } terminated
            && session.Find(item.InstanceId) is { HasEnded: false } row)
        {
            Delivery.EndBeforeStart(session, hub, row, terminated);
        }

        session.AfterCommit(() => hub.Orchestrations.Complete(item.Active));
    }
}
