using DurableTask.Core;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>Messages of a client: all of them are delivered, or none.</summary>
internal sealed class SendMessages(TaskHubState hub, IEnumerable<TaskMessage> messages) : IStoreChange
{
    private readonly List<Outgoing> _outgoing = [.. messages.Select(Outgoing.Of)];

    public void Apply(WriteSession session) => _outgoing.ForEach(message => Delivery.Deliver(session, hub, message));
}
