using Google.Protobuf;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>An instance as one record: what compaction writes in place of all that made it.</summary>
internal static class InstanceSnapshot
{
    public static HubRecord Write(Instance instance)
    {
        var record = new InstanceRecord
        {
            InstanceId = instance.Id,
            ExecutionId = instance.ExecutionId,
            Name = instance.Name,
            Status = (int)instance.Status,
            Created = instance.CreatedTicks,
            Updated = instance.UpdatedTicks,
            History = UnsafeByteOperations.UnsafeWrap(instance.History),
            CustomStatus = instance.CustomStatus,
            Output = instance.Output,
            LastSequence = instance.LastSequence,
            Parent = instance.Parent,
        };
        foreach (var message in instance.Inbox ?? [])
            if (message.Sequence > 0)
                record.Inbox.Add(new InboxRecord { Sequence = message.Sequence, ExecutionId = message.ExecutionId, Event = UnsafeByteOperations.UnsafeWrap(message.Event) });
        record.Activities.AddRange(instance.Activities ?? []);
        record.Timers.AddRange(instance.Timers ?? []);
        return new HubRecord { Instance = record };
    }

    public static Instance Read(InstanceRecord record) => new(record.InstanceId, record.ExecutionId, record.Name)
    {
        Status = (OrchestrationStatus)record.Status,
        CreatedTicks = record.Created,
        UpdatedTicks = record.Updated,
        History = record.History.ToByteArray(),
        CustomStatus = record.CustomStatus,
        Output = record.Output,
        LastSequence = record.LastSequence,
        Parent = record.Parent,
        Inbox = record.Inbox.Count == 0 ? null : [.. record.Inbox.Select(message => new InboxMessage(message.Sequence, message.ExecutionId, message.Event.ToByteArray()))],
        Activities = record.Activities.Count == 0 ? null : [.. record.Activities],
        Timers = record.Timers.Count == 0 ? null : [.. record.Timers],
    };
}
