using DurableTask.Core;
using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>An activity is answered: it will not run again, and its orchestration hears of it, if it still wants to.</summary>
internal sealed class CompleteActivity(TaskHubState hub, ActivityWorkItem item, TaskMessage response) : IStoreChange
{
    private readonly Outgoing _response = Outgoing.Of(response);

    public void Apply(WriteSession session)
    {
        if (session.DeleteActivity(item.Stored.Id))
        {
            Delivery.Deliver(session, hub, _response);
        }
        session.AfterCommit(() => hub.Activities.Complete(item.Stored.Id));
    }
}
