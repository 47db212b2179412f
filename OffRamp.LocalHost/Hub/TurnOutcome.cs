using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub.Records;

namespace OffRamp.LocalHost.Hub;

/// <summary>Gathers what a turn does: the history it adds, and the work it orders.</summary>
internal sealed class TurnOutcome
{
    private readonly TurnInput _input;
    private readonly TimeProvider _clock;
    private readonly TurnRecord _record;
    private readonly List<byte[]> _fresh = [];
    private byte[] _past;
    private OrchestrationStatus _status;
    private bool _endsWithCompleted;

    public TurnOutcome(TurnInput input, TimeProvider clock)
    {
        (_input, _clock, _past) = (input, clock, input.History);
        _status = input.Instance.Status == OrchestrationStatus.Suspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running;
        _record = new TurnRecord
        {
            InstanceId = input.Instance.Id,
            ExecutionId = input.ExecutionId,
            NextExecutionId = input.ExecutionId,
            ConsumedThrough = input.Messages.Max(message => message.Sequence),
            CustomStatus = input.CustomStatus,
        };
        _record.ConsumedTimers.AddRange(input.Messages.Where(message => message.Sequence == 0).Select(message => message.TimerId));
        Add(Events.Message(Now, happened => happened.OrchestratorStarted = new()));
        foreach (var message in input.Events) Receive(message);
    }

    /// <summary>The orchestration continued as new: its next execution has to be run before the turn is over.</summary>
    public bool ContinuesAsNew { get; private set; }

    private DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The request, as bytes: its fields joined, the history not parsed again.</summary>
    public byte[] ToRequest()
    {
        var head = new OrchestratorRequest { InstanceId = _input.Instance.Id }.ToByteArray();
        return [.. head, .. _past, .. Events.ToNewEvents(_fresh), .. RequestTail.For(_input.ExtensionVersion)];
    }

    /// <summary>Takes in the handler's answer.</summary>
    public void Take(OrchestratorResponse response)
    {
        ContinuesAsNew = false;
        if (response.CustomStatus is not null) _record.CustomStatus = response.CustomStatus;
        else if (_record.ExecutionId == _record.NextExecutionId) _record.CustomStatus = null;
        foreach (var action in response.Actions)
            if (!Take(action)) return;
    }

    /// <summary>The instance fails for good.</summary>
    public void Fail(string errorType, string message)
    {
        ContinuesAsNew = false;
        Complete(-1, new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.Failed,
            Result = message,
            FailureDetails = new TaskFailureDetails { ErrorType = errorType, ErrorMessage = message },
        });
    }

    public TurnRecord ToRecord()
    {
        if (!_endsWithCompleted) Add(Events.Message(Now, happened => happened.OrchestratorCompleted = new()));
        _record.History = UnsafeByteOperations.UnsafeWrap(Events.ToHistory(_fresh));
        _record.Status = (int)_status;
        _record.At = Now.UtcTicks;
        return _record;
    }

    private bool Take(OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                Schedule(action.Id, action.ScheduleTask);
                return true;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                var due = action.CreateTimer.FireAt;
                Add(Events.Of(action.Id, Now, happened => happened.TimerCreated = new() { FireAt = due }));
                _record.Timers.Add(new TimerRecord { Id = action.Id, Due = due.ToDateTimeOffset().UtcTicks });
                return true;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                Start(action.Id, action.CreateSubOrchestration);
                return true;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                Send(action.Id, action.SendEvent);
                return true;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration
                when action.CompleteOrchestration.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew:
                ContinueAsNew(action.CompleteOrchestration);
                return false;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                Complete(action.Id, action.CompleteOrchestration);
                return true;
            default:
                Fail("System.NotSupportedException", $"The orchestrator action '{action.OrchestratorActionTypeCase}' is not supported.");
                return false;
        }
    }

    private void Schedule(int id, ScheduleTaskAction task)
    {
        // As in Azure by default, the history does not keep inputs.
        Add(Events.Of(id, Now, happened => happened.TaskScheduled = new() { Name = task.Name, Version = task.Version }));
        _record.Activities.Add(new ActivityRecord { ExecutionId = _record.NextExecutionId, Id = id, Name = task.Name, Input = task.Input });
    }

    private void Send(int id, SendEventAction send)
    {
        var target = send.Instance.InstanceId;
        Add(Events.Of(id, Now, happened => happened.EventSent = new() { InstanceId = target, Name = send.Name, Input = send.Data }));
        var raised = Events.Message(Now, happened => happened.EventRaised = new() { Name = send.Name, Input = send.Data });
        _record.Messages.Add(new MessageRecord { InstanceId = target, Event = raised.ToByteString() });
    }

    private void Start(int id, CreateSubOrchestrationAction sub)
    {
        var childId = sub.InstanceId.Length > 0 ? sub.InstanceId : $"{_record.NextExecutionId}:{id:x4}";
        Add(Events.Of(id, Now, happened => happened.SubOrchestrationInstanceCreated = new() { InstanceId = childId, Name = sub.Name, Version = sub.Version }));
        var executionId = Guid.NewGuid().ToString("N");
        var started = Events.Message(Now, happened => happened.ExecutionStarted = new()
        {
            Name = sub.Name,
            Version = sub.Version,
            Input = sub.Input,
            OrchestrationInstance = new() { InstanceId = childId, ExecutionId = executionId },
            ParentInstance = new()
            {
                TaskScheduledId = id,
                Name = _input.Instance.Name,
                OrchestrationInstance = new() { InstanceId = _record.InstanceId, ExecutionId = _record.NextExecutionId },
            },
        });
        _record.Starts.Add(new StartRecord
        {
            InstanceId = childId,
            ExecutionId = executionId,
            Name = sub.Name,
            At = Now.UtcTicks,
            Event = started.ToByteString(),
            Parent = new ParentRecord { InstanceId = _record.InstanceId, ExecutionId = _record.NextExecutionId, TaskId = id },
        });
    }

    private void Complete(int id, CompleteOrchestrationAction completion)
    {
        _status = completion.OrchestrationStatus;
        _record.Output = completion.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : completion.Result;
        Add(Events.Of(id, Now, happened => happened.ExecutionCompleted = new()
        {
            OrchestrationStatus = completion.OrchestrationStatus,
            Result = completion.Result,
            FailureDetails = completion.FailureDetails,
        }));
        if (_input.Instance.Parent is not { } parent) return;
        var news = Events.Message(Now, happened =>
        {
            if (completion.OrchestrationStatus == OrchestrationStatus.Completed)
                happened.SubOrchestrationInstanceCompleted = new() { TaskScheduledId = parent.TaskId, Result = completion.Result };
            else
                happened.SubOrchestrationInstanceFailed = new() { TaskScheduledId = parent.TaskId, FailureDetails = completion.FailureDetails
                    ?? new TaskFailureDetails { ErrorType = completion.OrchestrationStatus.ToString(), ErrorMessage = completion.Result ?? "" } };
        });
        _record.Messages.Add(new MessageRecord { InstanceId = parent.InstanceId, ExecutionId = parent.ExecutionId, Event = news.ToByteString() });
    }

    private void ContinueAsNew(CompleteOrchestrationAction next)
    {
        var before = Events.Read(_past).Concat(_fresh.Select(HistoryEvent.Parser.ParseFrom))
            .First(happened => happened.ExecutionStarted is not null).ExecutionStarted;
        _record.NextExecutionId = Guid.NewGuid().ToString("N");
        _record.Timers.Clear();
        _past = [];
        _fresh.Clear();
        ContinuesAsNew = true;
        _status = OrchestrationStatus.Running;
        var started = before.Clone();
        started.Input = next.Result;
        started.OrchestrationInstance.ExecutionId = _record.NextExecutionId;
        Add(Events.Message(Now, happened => happened.OrchestratorStarted = new()));
        Add(Events.Message(Now, happened => happened.ExecutionStarted = started));
        foreach (var carried in next.CarryoverEvents.Where(carried => carried.EventRaised is not null))
            Add(Events.Message(Now, happened => happened.EventRaised = carried.EventRaised));
        // The extension's quirk: the new execution's first request ends with a completion that has not happened.
        Add(Events.Message(Now, happened => happened.OrchestratorCompleted = new()));
        _endsWithCompleted = true;
    }

    private void Receive(byte[] message)
    {
        _fresh.Add(message);
        switch (HistoryEvent.Parser.ParseFrom(message).EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.ExecutionSuspended: _status = OrchestrationStatus.Suspended; break;
            case HistoryEvent.EventTypeOneofCase.ExecutionResumed: _status = OrchestrationStatus.Running; break;
        }
    }

    private void Add(HistoryEvent happened)
    {
        _fresh.Add(happened.ToByteArray());
        _endsWithCompleted = false;
    }
}
