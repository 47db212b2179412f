using Google.Protobuf;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

internal enum HubOutcome
{
    Accepted,
    NotFound,
    Finished,

    /// <summary>An instance of that id runs already.</summary>
    Conflict,

    /// <summary>For an execution that is over; ignored.</summary>
    Stale,
}

/// <summary>
/// All instances. Changed by records alone, live and at replay by the same code. Every access holds <see cref="Gate"/>.
/// What follows from a change (a turn to run, an activity, a timer) is announced to the hub; during replay nobody listens.
/// </summary>
internal sealed class HubState
{
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    public Action<Instance>? OnMessage { get; set; }

    public Action<Instance, ActivityRecord>? OnActivity { get; set; }

    public Action<Instance, TimerRecord>? OnTimer { get; set; }

    public IReadOnlyDictionary<string, Instance> Instances => _instances;

    public HubOutcome Apply(HubRecord record)
    {
        lock (Gate)
            return record.KindCase switch
            {
                HubRecord.KindOneofCase.Start => Apply(record.Start),
                HubRecord.KindOneofCase.Message => Apply(record.Message),
                HubRecord.KindOneofCase.Turn => Apply(record.Turn),
                HubRecord.KindOneofCase.Purge => Apply(record.Purge),
                HubRecord.KindOneofCase.Instance => Apply(record.Instance),
                _ => throw new InvalidDataException("The journal holds a record of an unknown kind."),
            };
    }

    /// <summary>Puts a message which needs no journal (a timer that fired) into an inbox. The caller holds the gate.</summary>
    public void Deliver(Instance instance, InboxMessage message)
    {
        (instance.Inbox ??= []).Add(message);
        OnMessage?.Invoke(instance);
    }

    private HubOutcome Apply(StartRecord start)
    {
        if (_instances.TryGetValue(start.InstanceId, out var existing))
        {
            if (!existing.IsFinished && !start.ReplacesRunning)
            {
                RefuseTo(start.Parent, start.InstanceId);
                return HubOutcome.Conflict;
            }
            existing.IsGone = true;
        }
        var instance = new Instance(start.InstanceId, start.ExecutionId, start.Name)
        {
            CreatedTicks = start.At,
            UpdatedTicks = start.At,
            Parent = start.Parent,
        };
        _instances[instance.Id] = instance;
        Enqueue(instance, "", start.Event);
        return HubOutcome.Accepted;
    }

    private void RefuseTo(ParentRecord? parent, string instanceId)
    {
        if (parent is null) return;
        var refusal = Events.Message(DateTimeOffset.UnixEpoch, happened => happened.SubOrchestrationInstanceFailed = new()
        {
            TaskScheduledId = parent.TaskId,
            FailureDetails = new() { ErrorType = "System.InvalidOperationException", ErrorMessage = $"An instance '{instanceId}' runs already." },
        });
        Apply(new MessageRecord { InstanceId = parent.InstanceId, ExecutionId = parent.ExecutionId, Event = refusal.ToByteString() });
    }

    private HubOutcome Apply(MessageRecord message)
    {
        if (!_instances.TryGetValue(message.InstanceId, out var instance)) return HubOutcome.NotFound;
        if (message.CompletesActivity is { } id)
            instance.Activities?.RemoveAll(activity => activity.Id == id && activity.ExecutionId == message.ExecutionId);
        if (instance.IsFinished) return HubOutcome.Finished;
        if (message.ExecutionId.Length > 0 && message.ExecutionId != instance.ExecutionId) return HubOutcome.Stale;
        Enqueue(instance, message.ExecutionId, message.Event);
        return HubOutcome.Accepted;
    }

    private HubOutcome Apply(TurnRecord turn)
    {
        if (!_instances.TryGetValue(turn.InstanceId, out var instance) || instance.ExecutionId != turn.ExecutionId) return HubOutcome.Stale;
        var continued = turn.NextExecutionId != turn.ExecutionId;
        instance.Inbox?.RemoveAll(message => message.Sequence == 0
            ? turn.ConsumedTimers.Contains(message.TimerId)
            : message.Sequence <= turn.ConsumedThrough);
        instance.ExecutionId = turn.NextExecutionId;
        instance.History = continued ? turn.History.ToByteArray() : [.. instance.History, .. turn.History.Span];
        instance.Status = (OrchestrationStatus)turn.Status;
        instance.CustomStatus = turn.CustomStatus;
        instance.Output = turn.Output;
        instance.UpdatedTicks = turn.At;
        instance.Timers?.RemoveAll(timer => continued || turn.ConsumedTimers.Contains(timer.Id));
        Schedule(instance, turn);
        if (instance.IsFinished) (instance.Inbox, instance.Timers) = (null, null);
        if (instance.Inbox is { Count: 0 }) instance.Inbox = null;
        foreach (var start in turn.Starts) Apply(start);
        foreach (var message in turn.Messages) Apply(message);
        return HubOutcome.Accepted;
    }

    private void Schedule(Instance instance, TurnRecord turn)
    {
        foreach (var timer in turn.Timers)
        {
            (instance.Timers ??= []).Add(timer);
            if (!instance.IsFinished) OnTimer?.Invoke(instance, timer);
        }
        foreach (var activity in turn.Activities)
        {
            (instance.Activities ??= []).Add(activity);
            OnActivity?.Invoke(instance, activity);
        }
    }

    private HubOutcome Apply(PurgeRecord purge)
    {
        if (!_instances.TryGetValue(purge.InstanceId, out var instance)) return HubOutcome.NotFound;
        if (!instance.IsFinished) return HubOutcome.Conflict;
        instance.IsGone = true;
        _instances.Remove(purge.InstanceId);
        return HubOutcome.Accepted;
    }

    private HubOutcome Apply(InstanceRecord record)
    {
        _instances[record.InstanceId] = InstanceSnapshot.Read(record);
        return HubOutcome.Accepted;
    }

    private void Enqueue(Instance instance, string executionId, ByteString message)
    {
        instance.LastSequence++;
        Deliver(instance, new InboxMessage(instance.LastSequence, executionId, message.ToByteArray()));
    }
}
