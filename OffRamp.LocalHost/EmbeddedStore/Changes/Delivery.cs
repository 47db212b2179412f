using DurableTask.Core;
using DurableTask.Core.History;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>A message on its way to an instance, already as bytes.</summary>
internal sealed record Outgoing(TaskMessage Message, byte[] Body)
{
    public static Outgoing Of(TaskMessage message) => new(message, EventCodec.WriteMessage(message));

    public string InstanceId => Message.OrchestrationInstance.InstanceId;
}

/// <summary>Puts messages before instances. What no living execution is meant by is dropped, as the engine would.</summary>
internal static class Delivery
{
    public static void Deliver(WriteSession session, TaskHubState hub, Outgoing outgoing)
    {
        var row = session.Find(outgoing.InstanceId);
        if (outgoing.Message.Event is ExecutionStartedEvent started)
        {
            StartSubOrchestration(session, hub, outgoing, started, row);
            return;
        }
        if (row is null || row.HasEnded || IsForAnother(outgoing.Message, row) || IsLost(outgoing.Message, row, hub))
        {
            return;
        }
        if (row.IsHeld && outgoing.Message.Event is ExecutionTerminatedEvent terminated)
        {
            EndBeforeStart(session, hub, row, terminated);
            return;
        }
        Add(session, hub, row, outgoing.Body);
    }

    /// <summary>A message for an instance that is known to live.</summary>
    public static void Add(WriteSession session, TaskHubState hub, InstanceRow row, byte[] body)
    {
        if (hub.Options.Faults.LoseMessages)
        {
            return;
        }

        var message = session.AddMessage(row.Number, body);
        if (!row.IsHeld)
        {
            session.AfterCommit(() => hub.Orchestrations.Deliver(row.Number, message));
        }
    }

    private static void StartSubOrchestration(WriteSession session, TaskHubState hub, Outgoing outgoing, ExecutionStartedEvent started, InstanceRow? existing)
    {
        if (existing is null || existing.HasEnded)
        {
            NewInstance.Insert(session, hub, outgoing, started, existing);
        }
    }

    private static bool IsForAnother(TaskMessage message, InstanceRow row) =>
        !string.IsNullOrEmpty(message.OrchestrationInstance.ExecutionId) && message.OrchestrationInstance.ExecutionId != row.ExecutionId;

    private static bool IsLost(TaskMessage message, InstanceRow row, TaskHubState hub) =>
        message.Event is EventRaisedEvent && (hub.Options.Faults.LoseEvents || (hub.Options.Faults.LoseEventsBeforeFirstRun && row.Status == OrchestrationStatus.Pending));

    /// <summary>Nothing will run it before its scheduled start, or ever, if its start was lost: it ends here.</summary>
    public static void EndBeforeStart(WriteSession session, TaskHubState hub, InstanceRow row, ExecutionTerminatedEvent terminated)
    {
        var now = hub.Now;
        var state = EventCodec.ReadState(session.StateOf(row));
        state.OrchestrationStatus = OrchestrationStatus.Terminated;
        state.Output = terminated.Input;
        state.CompletedTime = state.LastUpdatedTime = new DateTime(now, DateTimeKind.Utc);
        session.DeleteWaiting(row);
        session.Update(row with { Status = OrchestrationStatus.Terminated, IsHeld = false, Updated = now, Completed = now }, EventCodec.WriteState(state));
        session.AfterCommit(() => hub.Waiters.Ended(row.InstanceId));
    }
}
