namespace OffRamp.DurableTask.Client;

/// <summary>
/// Starts, hints at, looks at and clears away orchestration instances.
/// </summary>
/// <remarks>
/// Expected outcomes are values. Everything else throws: <see cref="DurableTaskClientException"/> if the task hub answered
/// with an error, <see cref="HttpRequestException"/> or <see cref="OperationCanceledException"/> if it did not answer.
/// After those two it is not known whether the request took effect.
/// </remarks>
public abstract class DurableTaskClient
{
    /// <summary>Starts an instance. Repeating a start with the same id is safe.</summary>
    public abstract Task<StartResult> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Sends an event to an instance. Best effort by nature: see <see cref="RaiseOutcome.Raised"/>.</summary>
    public abstract Task<RaiseOutcome> RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Looks at an instance; null if there is none.</summary>
    public abstract Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Lists instances, fetching page after page as the caller goes on.</summary>
    public abstract IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? filter = null, CancellationToken cancellation = default);

    /// <summary>Ends an instance from outside. Calls it has made go on, but nobody waits for them.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Becomes its output.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public abstract Task<TerminateOutcome> TerminateInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Removes all that is stored about an ended instance.</summary>
    public abstract Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Removes all that is stored about the ended instances that match.</summary>
    public abstract Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation = default);
}
