using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// One instance and its history, as the Durable engine keeps it: tells the orchestrator what happened, turn by turn, and
/// records what it asks for. Time moves when the test says so.
/// </summary>
internal sealed class InstanceDriver
{
    private static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddSingleton(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableJson.Options) })
        .BuildServiceProvider();

    private readonly Func<OrchestratorRequest, OrchestratorResponse> run;

    private InstanceDriver(string name, Func<OrchestratorRequest, OrchestratorResponse> run, string? input)
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

    /// <summary>An instance of an orchestration, on Microsoft's SDK.</summary>
    public static InstanceDriver Of<TInput>(string name, Func<TaskOrchestrationContext, TInput, Task<string>> orchestrator, string input) =>
        new(name, request => Run(request, orchestrator), input);

    /// <summary>One turn of an orchestration, on Microsoft's SDK, as its worker has it.</summary>
    public static OrchestratorResponse Run<TInput>(OrchestratorRequest request, Func<TaskOrchestrationContext, TInput, Task<string>> orchestrator) =>
        OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(GrpcOrchestrationRunner.LoadAndRun(
            Convert.ToBase64String(request.ToByteArray()),
            async (TaskOrchestrationContext context, TInput? given) => (string?)await orchestrator(context, given!),
            Services)));

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
        Complete(request, Now);
        return request;
    }

    /// <summary>Gives the time to all that bears none: the SDK wants one of everything.</summary>
    public static void Complete(OrchestratorRequest request, DateTime now)
    {
        foreach (var happened in request.PastEvents.Concat(request.NewEvents))
        {
            happened.Timestamp ??= Timestamp.FromDateTime(now);
            if (happened.TimerFired is { } fired)
            {
                fired.FireAt ??= happened.Timestamp;
            }
        }
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

    private static HistoryEvent Record(OrchestratorAction action)
    {
        var past = new HistoryEvent { EventId = action.Id };
        if (action.ScheduleTask is { } call)
        {
            past.TaskScheduled = new() { Name = call.Name };
        }
        else if (action.CreateTimer is { } timer)
        {
            past.TimerCreated = new() { FireAt = timer.FireAt };
        }

        return past;
    }
}
