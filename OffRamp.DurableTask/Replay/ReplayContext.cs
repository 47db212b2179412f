using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask.Replay;

/// <summary>The context of one replay. The turn moves its clock and answers its tasks.</summary>
internal sealed class ReplayContext(ActionLog actions, OrchestrationThread thread, Action<OrchestrationLogLine>? log)
    : TaskOrchestrationContext
{
    // Changing this breaks instances that are in the middle of a long wait.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private ExecutionStartedEvent start = new();
    private DateTime now;
    private bool isReplaying = true;
    private int guidCount;

    public OpenTasks Open { get; } = new();

    public ExternalEvents Events { get; } = new(thread);

    /// <summary>What continue-as-new asked for; null if it was not called.</summary>
    public NextExecution? Next { get; private set; }

    public string? CustomStatusText { get; private set; }

    public override TaskName Name => start.Name;

    public override string InstanceId => start.OrchestrationInstance?.InstanceId ?? "";

    public override string? ParentInstanceId => start.ParentInstance?.OrchestrationInstance?.InstanceId;

    public override string? TraceParent => start.ParentTraceContext?.TraceParent;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => isReplaying;

    public void Start(ExecutionStartedEvent started) => start = started;

    public void MoveClock(DateTime utcNow) => now = utcNow;

    public void ReachNewGround() => isReplaying = false;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        options?.Retry is { } retry
            ? RetryLoop.RunAsync(this, retry, () => CallActivityOnce<TResult>(name, input))
            : CallActivityOnce<TResult>(name, input);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId;
        return options?.Retry is { } retry
            ? RetryLoop.RunAsync(this, retry, () => CallSubOrchestratorOnce<TResult>(orchestratorName, input, instanceId))
            : CallSubOrchestratorOnce<TResult>(orchestratorName, input, instanceId);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken = default)
    {
        var fireAtUtc = fireAt.Kind == DateTimeKind.Local
            ? fireAt.ToUniversalTime()
            : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        return fireAtUtc - now > LongestTimer
            ? WaitInPiecesAsync(fireAtUtc, cancellationToken)
            : CreateOneTimer(fireAtUtc, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        thread.DemandHere();
        return Events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object? payload = null)
    {
        thread.DemandHere();
        var id = actions.Ask(ActionKind.Event, eventName, out var isNew);
        if (!isNew)
            return;
        actions.Build(new OrchestratorAction
        {
            Id = id,
            SendEvent = new()
            {
                Instance = new() { InstanceId = instanceId }, Name = eventName, Data = DurableJson.Write(payload),
            },
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        thread.DemandHere();
        CustomStatusText = DurableJson.Write(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        thread.DemandHere();
        Next = new NextExecution(DurableJson.Write(newInput));
        Events.IsClosed = true;
        if (!preserveUnprocessedEvents)
            Events.Forget();
    }

    public override Guid NewGuid()
    {
        thread.DemandHere();
        return DeterministicGuid.Create(InstanceId, now, guidCount++);
    }

    public override ReplaySafeLogger CreateReplaySafeLogger(string categoryName) => new(this, categoryName, log);

    private Task<T> CallActivityOnce<T>(TaskName name, object? input)
    {
        thread.DemandHere();
        var id = actions.Ask(ActionKind.Activity, name, out var isNew);
        if (isNew)
        {
            actions.Build(new OrchestratorAction
            {
                Id = id,
                ScheduleTask = new() { Name = name, Version = "", Input = DurableJson.Write(input) },
            });
        }

        var task = new OpenCall<T>(name, id, DurableJson.ReadActivityResult<T>);
        Open.Add(id, task);
        return task.Task;
    }

    private Task<T> CallSubOrchestratorOnce<T>(TaskName name, object? input, string? instanceId)
    {
        thread.DemandHere();
        instanceId ??= NewGuid().ToString("N");
        var id = actions.Ask(ActionKind.SubOrchestration, name, out var isNew);
        if (isNew)
        {
            actions.Build(new OrchestratorAction
            {
                Id = id,
                CreateSubOrchestration = new()
                {
                    InstanceId = instanceId, Name = name, Version = "", Input = DurableJson.Write(input),
                },
            });
        }

        var task = new OpenCall<T>(name, id, DurableJson.Read<T>);
        Open.Add(id, task);
        return task.Task;
    }

    private async Task WaitInPiecesAsync(DateTime fireAt, CancellationToken cancellation)
    {
        while (fireAt - now > LongestTimer && !cancellation.IsCancellationRequested)
            await CreateOneTimer(now + LongestTimer, cancellation);
        await CreateOneTimer(fireAt, cancellation);
    }

    private Task CreateOneTimer(DateTime fireAt, CancellationToken cancellation)
    {
        thread.DemandHere();
        var id = actions.Ask(ActionKind.Timer, null, out var isNew);
        if (isNew)
            actions.Build(new OrchestratorAction { Id = id, CreateTimer = new() { FireAt = Timestamp.FromDateTime(fireAt) } });

        var timer = new OpenTimer(id, Open, thread);
        Open.Add(id, timer);
        if (cancellation.CanBeCanceled)
            timer.CancelWith(cancellation);
        return timer.Task;
    }
}

/// <summary>The execution that follows this one.</summary>
/// <param name="Input">JSON text of its input.</param>
internal sealed record NextExecution(string? Input);
