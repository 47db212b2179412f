using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>The engine could make nothing of a run's messages: they go, and nothing else changes.</summary>
internal sealed class DiscardMessages(TaskHubState hub, InstanceWorkItem item) : IStoreChange
{
    public void Apply(WriteSession session)
    {
        session.DeleteMessages(item.Active.Number, item.LastMessageId);
        session.AfterCommit(() => hub.Orchestrations.Complete(item.Active));
    }
}
