namespace OffRamp.DurableTask;

/// <summary>
/// All that an orchestrator may know and do. Every task handed out here is answered from the history during replay.
/// </summary>
/// <remarks>Members may be used on the orchestrator's own thread only; elsewhere they throw <see cref="InvalidOperationException"/>.</remarks>
public abstract class TaskOrchestrationContext
{
    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance's id: unique in its task hub, chosen by who started it.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The instance that called this one as a sub-orchestration; null if it was started by a client.</summary>
    public abstract string? ParentInstanceId { get; }

    /// <summary>W3C <c>traceparent</c> that came with the start; null without tracing. The same on every replay.</summary>
    public abstract string? TraceParent { get; }

    /// <summary>UTC time of the current turn, as recorded: the same on every replay, and constant between two awaits.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while known history is repeated. Use it to keep side effects out of the repetition, never to decide.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Calls an activity, ignoring its result.</summary>
    /// <exception cref="TaskFailedException">When awaited: the activity failed, after all retries of <paramref name="options"/>.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object?>(name, input, options);

    /// <summary>Calls an activity.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="input">Written with <see cref="DurableJson"/> at once; later changes to the object do not count.</param>
    /// <param name="options">Retries; none by default.</param>
    /// <exception cref="TaskFailedException">When awaited: the activity failed, after all retries of <paramref name="options"/>.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Runs another orchestration as a part of this one, ignoring its output.</summary>
    /// <exception cref="TaskFailedException">When awaited: it failed, after all retries of <paramref name="options"/>.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object?>(orchestratorName, input, options);

    /// <summary>
    /// Runs another orchestration as a part of this one. <see cref="SubOrchestrationOptions"/> can give its instance id;
    /// otherwise it gets a <see cref="NewGuid"/>.
    /// </summary>
    /// <exception cref="TaskFailedException">When awaited: it failed, after all retries of <paramref name="options"/>.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>A durable timer that fires <paramref name="delay"/> after <see cref="CurrentUtcDateTime"/>.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>
    /// A durable timer. A time in the past fires at once. Cancel a timer that lost a race: an open one delays the end of
    /// the orchestration. Waits of more than 3 days are made of pieces, for storage keeps a message for 7 days only.
    /// </summary>
    /// <param name="fireAt">UTC; a time of unspecified kind is taken as UTC.</param>
    /// <param name="cancellationToken">Cancels the task, from the orchestrator's own code only.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for an event of this name (case does not matter). Events that came early are kept and given out in order of
    /// arrival; of several waits on one name the oldest is served first.
    /// </summary>
    /// <typeparam name="T">Read from the payload with <see cref="DurableJson"/>; an event without payload gives the default.</typeparam>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event, at most <paramref name="timeout"/>.</summary>
    /// <exception cref="TaskCanceledException">When awaited: the time is over, or <paramref name="cancellationToken"/> said so.</exception>
    public virtual async Task<T> WaitForExternalEvent<T>(
        string eventName, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var eventEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var raised = WaitForExternalEvent<T>(eventName, eventEnd.Token);
        if (raised.IsCompleted)
            return await raised;

        using var timerEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(raised, CreateTimer(timeout, timerEnd.Token));
        // Not CancelAsync: that would leave the orchestrator's thread.
        (raised.IsCompleted ? timerEnd : eventEnd).Cancel();
        return await raised;
    }

    /// <summary>Sends an event to another instance. One-way: nothing tells whether it exists.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object? payload = null);

    /// <summary>What the instance's status shows beside its state. Null clears it. At most 16 KB of UTF-16 JSON text.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Ends this execution when the orchestrator returns, and starts it afresh under the same id with a new input and an
    /// empty history. Return right after calling this. The custom status stays until it is set again.
    /// </summary>
    /// <param name="newInput">The next execution's input.</param>
    /// <param name="preserveUnprocessedEvents">Whether events nobody has waited for yet go along, in order of arrival.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A GUID (version 5) that is the same on every replay and unlike any other instance's.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent during replay.</summary>
    public abstract ReplaySafeLogger CreateReplaySafeLogger(string categoryName);
}
