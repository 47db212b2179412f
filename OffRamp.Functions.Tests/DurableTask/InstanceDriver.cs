using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>
/// One instance and its history, as the Durable engine keeps it: tells the orchestrator what happened, turn by turn, and
/// records what it asks for. Time moves when the test says so.
/// </summary>
internal sealed class InstanceDriver
{
    private static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    private readonly Func<OrchestratorRequest, OrchestratorResponse> run;

    public InstanceDriver(DurableTaskRegistry registry, string? input = null, Action<OrchestrationLogLine>? log = null)
        : this(registry.OrchestratorNames.First(), new OrchestrationRunner(registry, log).Run, input)
    {
    }

    /// <summary>An instance that another worker runs.</summary>
    public InstanceDriver(string name, Func<OrchestratorRequest, OrchestratorResponse> run, string? input)
    {
        this.run = run;
        Started = new HistoryEvent
        {
            EventId = -1,
            ExecutionStarted = new()
            {
                Name = name,
                Input = input,
                OrchestrationInstance = new() { InstanceId = "i1", ExecutionId = "e1" },
            },
        };
    }

    public DateTime Now { get; set; } = Start;

    public HistoryEvent Started { get; }

    public List<HistoryEvent> History { get; } = [];

    public OrchestratorResponse Last { get; private set; } = new();

    public string LastMeaning => Meaning.Of(Last);

    /// <summary>An instance of one orchestrator that is a function.</summary>
    public static InstanceDriver Of<TInput, TOutput>(
        Func<TaskOrchestrationContext, TInput, Task<TOutput>> run, string? input = null, Action<OrchestrationLogLine>? log = null) =>
        new(new DurableTaskRegistry().AddOrchestratorFunc("Story", run), input, log);

    public InstanceDriver Begin(params HistoryEvent[] more) => Turn([Started, .. more]);

    public InstanceDriver Turn(params HistoryEvent[] messages)
    {
        var request = Request(messages);
        Last = run(request);
        History.AddRange(request.NewEvents);
        History.AddRange(Last.Actions.Where(action => action.CompleteOrchestration is null).Select(Record));
        History.Add(new HistoryEvent { EventId = -1, OrchestratorCompleted = new() });
        return this;
    }

    public OrchestratorRequest Request(params HistoryEvent[] messages)
    {
        var request = new OrchestratorRequest { InstanceId = "i1" };
        request.PastEvents.AddRange(History);
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = Timestamp.FromDateTime(Now), OrchestratorStarted = new() });
        request.NewEvents.AddRange(messages);
        foreach (var happened in request.PastEvents.Concat(request.NewEvents))
        {
            happened.Timestamp ??= Timestamp.FromDateTime(Now);
            if (happened.TimerFired is { } fired)
            {
                fired.FireAt ??= happened.Timestamp;
            }
        }
        return request;
    }

    public static HistoryEvent Completed(int id, string? result = null) =>
        new() { EventId = -1, TaskCompleted = new() { TaskScheduledId = id, Result = result } };

    public static HistoryEvent Failed(int id, string message, bool isNonRetriable = false) => new()
    {
        EventId = -1,
        TaskFailed = new()
        {
            TaskScheduledId = id,
            FailureDetails = new() { ErrorType = "Some.Exception", ErrorMessage = message, IsNonRetriable = isNonRetriable },
        },
    };

    public static HistoryEvent Fired(int id) => new() { EventId = -1, TimerFired = new() { TimerId = id } };

    public static HistoryEvent Raised(string name, string? payload = null) =>
        new() { EventId = -1, EventRaised = new() { Name = name, Input = payload } };

    public static HistoryEvent Suspended() => new() { EventId = -1, ExecutionSuspended = new() };

    public static HistoryEvent Resumed() => new() { EventId = -1, ExecutionResumed = new() };

    public static HistoryEvent Terminated(string reason) => new() { EventId = -1, ExecutionTerminated = new() { Input = reason } };

    private static HistoryEvent Record(OrchestratorAction action)
    {
        var past = new HistoryEvent { EventId = action.Id };
        if (action.ScheduleTask is { } call)
            past.TaskScheduled = new() { Name = call.Name };
        else if (action.CreateTimer is { } timer)
            past.TimerCreated = new() { FireAt = timer.FireAt };
        else if (action.CreateSubOrchestration is { } sub)
            past.SubOrchestrationInstanceCreated = new() { Name = sub.Name, InstanceId = sub.InstanceId };
        else if (action.SendEvent is { } sent)
            past.EventSent = new() { Name = sent.Name, InstanceId = sent.Instance.InstanceId };
        return past;
    }
}
