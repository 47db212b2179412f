using DurableTask.Core;
using DurableTask.Core.History;
using OffRamp.LocalHost.EmbeddedStore.Database;
using OffRamp.LocalHost.EmbeddedStore.Work;

namespace OffRamp.LocalHost.EmbeddedStore.Changes;

/// <summary>What a run of an instance came to, without the work item: history, messages, timers, activities, status.</summary>
internal sealed record RunResult(
    OrchestrationRuntimeState RuntimeState, OrchestrationState State, IReadOnlyList<Outgoing> Activities,
    IReadOnlyList<Outgoing> Messages, IReadOnlyList<Outgoing> Timers);

/// <summary>
/// A run of an instance is over: all of it becomes true at once. Nothing does when the instance was replaced or purged
/// while it ran.
/// </summary>
internal sealed class CompleteRun : IStoreChange
{
    private readonly TaskHubState _hub;
    private readonly InstanceWorkItem _item;
    private readonly RunResult _result;
    private readonly bool _isNewExecution;
    private readonly byte[] _events;

    public CompleteRun(TaskHubState hub, InstanceWorkItem item, RunResult result)
    {
        _hub = hub;
        _item = item;
        _result = result;
        _isNewExecution = item.Before.Events.Count == 0 || !ReferenceEquals(result.RuntimeState, item.Given);
        _events = EventCodec.WriteEvents(_isNewExecution ? result.RuntimeState.Events : result.RuntimeState.NewEvents);
    }

    public void Apply(WriteSession session)
    {
        var row = session.Find(_item.Active.Number);
        if (row is null || row.ExecutionId != _item.ExecutionId)
        {
            session.AfterCommit(() => _hub.Orchestrations.Forget(_item.Active.Number));
            return;
        }
        session.DeleteMessages(row.Number, _item.LastMessageId);
        var after = Row(AddHistory(session, row));
        session.Update(after, EventCodec.WriteState(State(after)));
        Wait(session, row, after);
        foreach (var activity in _result.Activities)
        {
            var stored = session.AddActivity(activity.Body);
            session.AfterCommit(() => _hub.Activities.Add(stored));
        }
        foreach (var message in _result.Messages)
        {
            Delivery.Deliver(session, _hub, message);
        }
        session.AfterCommit(() => TellMemory(after));
    }

    private InstanceRow AddHistory(WriteSession session, InstanceRow row)
    {
        if (_isNewExecution)
        {
            session.DeleteHistory(row);
            row = row with { Turns = 0, HistoryCheck = 0 };
        }
        session.AddTurn(row, _events);
        return row with { Turns = row.Turns + 1, HistoryCheck = StoreReader.HistoryCheck(row.HistoryCheck, _events) };
    }

    /// <summary>The engine stamps by the machine's clock; what the hub shows is business time.</summary>
    private InstanceRow Row(InstanceRow before)
    {
        var now = _hub.Now;
        var after = before with { ExecutionId = _result.State.OrchestrationInstance.ExecutionId, Status = _result.State.OrchestrationStatus, Updated = now };
        return after with
        {
            Created = after.ExecutionId == before.ExecutionId ? before.Created : now,
            Completed = after.HasEnded ? now : 0,
        };
    }

    private OrchestrationState State(InstanceRow row)
    {
        var state = _result.State;
        state.CreatedTime = new DateTime(row.Created, DateTimeKind.Utc);
        state.LastUpdatedTime = new DateTime(row.Updated, DateTimeKind.Utc);
        state.CompletedTime = row.HasEnded ? new DateTime(row.Completed, DateTimeKind.Utc) : default;
        state.Generation = _result.RuntimeState.ExecutionStartedEvent?.Generation;
        // Azure Storage keeps the failure in the output only.
        state.FailureDetails = null;
        state.Output ??= _result.RuntimeState.Events.Select(ReasonOf).LastOrDefault(reason => reason is not null);
        return state;
    }

    /// <summary>Azure Storage shows the reason of the last suspending or resuming as the output until there is one.</summary>
    private static string? ReasonOf(HistoryEvent item) => item switch
    {
        ExecutionSuspendedEvent suspended => suspended.Reason,
        ExecutionResumedEvent resumed => resumed.Reason,
        _ => null,
    };

    /// <summary>Timers belong to an execution: those of one that is over go, and it gets no new ones.</summary>
    private void Wait(WriteSession session, InstanceRow before, InstanceRow after)
    {
        if (after.HasEnded)
        {
            session.DeleteWaiting(after);
            return;
        }
        if (after.ExecutionId != before.ExecutionId)
        {
            session.DeleteTimers(after.Number);
        }
        foreach (var timer in _result.Timers.Where(timer => timer.Message.OrchestrationInstance.ExecutionId == after.ExecutionId))
        {
            session.AddTimer(after.Number, _hub.DueAt(((TimerFiredEvent)timer.Message.Event).FireAt), timer.Body);
        }
    }

    private void TellMemory(InstanceRow after)
    {
        if (after.HasEnded)
        {
            _hub.Orchestrations.Forget(after.Number);
            _hub.Waiters.Ended(after.InstanceId);
            return;
        }
        var bytes = _events.Length + (_isNewExecution ? 0 : _item.Before.Bytes);
        _hub.Histories.Put(after.Number, new LoadedHistory(after.ExecutionId, [.. _result.RuntimeState.Events], bytes));
        _hub.Orchestrations.Complete(_item.Active);
    }
}
