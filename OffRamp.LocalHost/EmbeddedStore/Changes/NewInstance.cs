using DurableTask.Core;
using DurableTask.Core.History;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

internal static class NewInstance
{
    /// <summary>
    /// The instance, pending, and its start: at once, or when business time gets to its scheduled start. One that it
    /// replaces goes with all that it has, also when it still runs: its run then counts for nothing.
    /// </summary>
    public static void Insert(WriteSession session, TaskHubState hub, Outgoing outgoing, ExecutionStartedEvent started, InstanceRow? replaced)
    {
        if (replaced is not null)
        {
            session.Delete(replaced);
            session.AfterCommit(() => hub.Orchestrations.Forget(replaced.Number));
        }
        var now = hub.Now;
        var due = started.ScheduledStartTime is { } scheduled ? hub.DueAt(scheduled) : now;
        var instance = outgoing.Message.OrchestrationInstance;
        var row = new InstanceRow(session.NextNumber(), instance.InstanceId, instance.ExecutionId ?? "", OrchestrationStatus.Pending, due > now, now, now, 0, 0, 0);
        session.Insert(row, EventCodec.WriteState(Pending(instance, started, new DateTime(now, DateTimeKind.Utc))));
        if (row.IsHeld)
        {
            session.AddTimer(row.Number, due, outgoing.Body);
        }
        else
        {
            Delivery.Add(session, hub, row, outgoing.Body);
        }
    }

    private static OrchestrationState Pending(OrchestrationInstance instance, ExecutionStartedEvent started, DateTime now) => new()
    {
        OrchestrationInstance = instance,
        ParentInstance = started.ParentInstance,
        OrchestrationStatus = OrchestrationStatus.Pending,
        Name = started.Name,
        Version = started.Version,
        Input = started.Input,
        Tags = started.Tags,
        Generation = started.Generation,
        ScheduledStartTime = started.ScheduledStartTime,
        CreatedTime = now,
        LastUpdatedTime = now,
    };
}
