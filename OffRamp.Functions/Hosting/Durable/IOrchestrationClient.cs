using DurableTask.Core.History;
using Microsoft.DurableTask.Client;

namespace OffRamp.Functions.Hosting.Durable;

/// <summary>What became of an event.</summary>
internal enum RaiseOutcome
{
    /// <summary>It was taken. It may be lost all the same, where the instance has not run yet or ends in this moment.</summary>
    Raised,

    /// <summary>There is no such instance.</summary>
    NotFound,

    /// <summary>The instance has ended.</summary>
    Finished,
}

/// <summary>
/// The orchestrations, as the inner parts ask for them. What may be expected is a value; an engine that is in trouble, or
/// does not answer, is an exception, and then it is not known whether anything was done.
/// </summary>
internal interface IOrchestrationClient
{
    /// <returns>False where an instance of that id runs already.</returns>
    Task<bool> StartAsync(string name, string instanceId, object input, CancellationToken cancellation);

    /// <param name="instanceId">Whom.</param>
    /// <param name="eventName">What happened.</param>
    /// <param name="data">What the event says; null where it only tells to look.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<RaiseOutcome> RaiseEventAsync(string instanceId, string eventName, object? data, CancellationToken cancellation);

    /// <summary>
    /// Gives up one that does not move, because its start or what it waits for was lost. It has ended a moment later; then
    /// another can be started in its place.
    /// </summary>
    Task TerminateAsync(string instanceId, string reason, CancellationToken cancellation);

    /// <returns>Null where there is none.</returns>
    Task<OrchestrationMetadata?> FindAsync(string instanceId, CancellationToken cancellation);

    /// <summary>What the engine has written down of an instance, oldest first.</summary>
    /// <returns>Null where there is no such instance.</returns>
    Task<IReadOnlyList<HistoryEvent>?> FindHistoryAsync(string instanceId, CancellationToken cancellation);

    /// <summary>All instances in that state, or in any; in no order that could be relied on, page by page as the caller goes on.</summary>
    IAsyncEnumerable<OrchestrationMetadata> ListAsync(OrchestrationRuntimeStatus? status, CancellationToken cancellation);

    /// <summary>Removes what is kept of instances that have ended and were begun before that time.</summary>
    /// <returns>How many.</returns>
    Task<int> PurgeEndedAsync(DateTimeOffset begunBefore, CancellationToken cancellation);
}
