using System.Text;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using OffRamp.LocalHost.EmbeddedStore.Changes;
using OffRamp.LocalHost.EmbeddedStore.Database;

namespace OffRamp.LocalHost.EmbeddedStore;

/// <summary>The clients' side of the hub: starts instances, tells them something, asks about them, and purges them.</summary>
internal sealed class EmbeddedOrchestrationClient(EmbeddedTaskHub hub)
    : IOrchestrationServiceClient, IOrchestrationServiceQueryClient, IOrchestrationServicePurgeClient
{
    private const int DefaultPage = 100;
    private const int PurgedAtOnce = 200;
    private static readonly OrchestrationStatus[] Ended = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled];

    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage) => CreateTaskOrchestrationAsync(creationMessage, null);

    /// <summary>One with this id in one of <paramref name="dedupeStatuses"/> stays; in any other, it is replaced.</summary>
    /// <param name="creationMessage">Its <see cref="ExecutionStartedEvent"/>.</param>
    /// <param name="dedupeStatuses">The states that must not be replaced; null: those that live.</param>
    /// <exception cref="OrchestrationAlreadyExistsException">There is one that must not be replaced.</exception>
    public async Task CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[]? dedupeStatuses)
    {
        if (creationMessage.Event is not ExecutionStartedEvent)
        {
            throw new ArgumentException($"Only {nameof(EventType.ExecutionStarted)} messages start an instance.", nameof(creationMessage));
        }
        RefuseUnsupported(creationMessage);
        var change = new CreateInstance(hub.State, creationMessage, dedupeStatuses ?? CreateInstance.Living);
        await hub.Writer.CommitAsync(change);
        if (change.InTheWay is { } status)
        {
            throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the status {status} already exists.");
        }
    }

    public Task SendTaskOrchestrationMessageAsync(TaskMessage message) => SendTaskOrchestrationMessageBatchAsync(message);

    public Task SendTaskOrchestrationMessageBatchAsync(params TaskMessage[] messages)
    {
        Array.ForEach(messages, RefuseUnsupported);
        return hub.Writer.CommitAsync(new SendMessages(hub.State, messages));
    }

    public Task ForceTerminateTaskOrchestrationAsync(string instanceId, string reason) => SendTaskOrchestrationMessageAsync(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = new ExecutionTerminatedEvent(-1, reason),
    });

    /// <summary>Waits in real time, also for an instance that does not exist yet; null when it did not end in time.</summary>
    public async Task<OrchestrationState?> WaitForOrchestrationAsync(string instanceId, string? executionId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(timeout);
        while (true)
        {
            using var waiting = hub.State.Waiters.Begin(instanceId);
            if (await GetOrchestrationStateAsync(instanceId, executionId) is { } state && Ended.Contains(state.OrchestrationStatus))
            {
                return state;
            }
            try
            {
                await waiting.Ended.WaitAsync(ends.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <summary>The current execution; earlier ones are not kept, so <paramref name="allExecutions"/> changes nothing.</summary>
    public async Task<IList<OrchestrationState>> GetOrchestrationStateAsync(string instanceId, bool allExecutions) =>
        await GetOrchestrationStateAsync(instanceId, executionId: null) is { } state ? [state] : [];

    public Task<OrchestrationState?> GetOrchestrationStateAsync(string instanceId, string? executionId) => Task.FromResult(
        hub.Reader.Find(instanceId) is { } found && IsMeant(found.Row, executionId) ? EventCodec.ReadState(found.State) : null);

    /// <summary>A JSON array of the events of the current execution; of no other, and empty before its first run.</summary>
    public Task<string> GetOrchestrationHistoryAsync(string instanceId, string? executionId)
    {
        var events = hub.Reader.Find(instanceId) is { } found && IsMeant(found.Row, executionId)
            ? hub.Reader.History(found.Row).SelectMany(EventCodec.ReadEvents)
            : [];
        return Task.FromResult(EventCodec.ToPlainJson(events));
    }

    /// <summary>A page of instances in the order of their ids. Entities are none of ours, so none have to be excluded.</summary>
    public Task<OrchestrationQueryResult> GetOrchestrationWithQueryAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        var size = query.PageSize > 0 ? query.PageSize : DefaultPage;
        var asked = new InstanceQuery(query.InstanceIdPrefix ?? "", [.. query.RuntimeStatus ?? []], Ticks(query.CreatedTimeFrom) ?? 0, Ticks(query.CreatedTimeTo) ?? long.MaxValue);
        var found = hub.Reader.Query(asked, AfterOf(query.ContinuationToken), size + 1);
        var states = found.Take(size).Select(instance => EventCodec.ReadState(instance.State))
            .Select(state => query.FetchInputsAndOutputs ? state : state.ClearFieldsImmutably(true, true)).ToList();
        return Task.FromResult(new OrchestrationQueryResult(states, found.Count > size ? TokenOf(found[size - 1].Row.InstanceId) : null));
    }

    public async Task<PurgeResult> PurgeInstanceStateAsync(string instanceId)
    {
        var change = new PurgeInstances(hub.State, [instanceId], onlyEnded: false);
        await hub.Writer.CommitAsync(change);
        return new PurgeResult(change.Purged);
    }

    /// <summary>Ended instances only, whatever the filter says; some hundred at once, so that others are not held up.</summary>
    public async Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter)
    {
        var statuses = purgeInstanceFilter.RuntimeStatus is { } asked ? Ended.Intersect(asked).ToArray() : Ended;
        var query = new InstanceQuery("", statuses, Ticks(purgeInstanceFilter.CreatedTimeFrom) ?? 0, Ticks(purgeInstanceFilter.CreatedTimeTo) ?? long.MaxValue);
        var began = TimeProvider.System.GetTimestamp();
        var (purged, after) = (0, "");
        while (statuses.Length > 0)
        {
            var found = hub.Reader.Query(query, after, PurgedAtOnce);
            var change = new PurgeInstances(hub.State, [.. found.Select(instance => instance.Row.InstanceId)], onlyEnded: true);
            await hub.Writer.CommitAsync(change);
            purged += change.Purged;
            if (found.Count < PurgedAtOnce)
            {
                break;
            }
            after = found[^1].Row.InstanceId;
            if (purgeInstanceFilter.Timeout is { } timeout && TimeProvider.System.GetElapsedTime(began) > timeout)
            {
                return new PurgeResult(purged, isComplete: false);
            }
        }
        return new PurgeResult(purged, purgeInstanceFilter.Timeout is null ? null : true);
    }

    /// <summary>Ended instances that were created, updated or completed before the time.</summary>
    public async Task PurgeOrchestrationHistoryAsync(DateTime thresholdDateTimeUtc, OrchestrationStateTimeRangeFilterType timeRangeFilterType)
    {
        var (after, threshold) = ("", Ticks(thresholdDateTimeUtc) ?? 0);
        List<(InstanceRow Row, byte[] State)> found;
        do
        {
            found = hub.Reader.Query(new InstanceQuery("", Ended, 0, long.MaxValue), after, PurgedAtOnce);
            var old = found.Select(instance => instance.Row).Where(row => TimeOf(row, timeRangeFilterType) < threshold).Select(row => row.InstanceId);
            await hub.Writer.CommitAsync(new PurgeInstances(hub.State, [.. old], onlyEnded: true));
            after = found.Count == 0 ? after : found[^1].Row.InstanceId;
        }
        while (found.Count == PurgedAtOnce);
    }

    private static long TimeOf(InstanceRow row, OrchestrationStateTimeRangeFilterType type) => type switch
    {
        OrchestrationStateTimeRangeFilterType.OrchestrationCreatedTimeFilter => row.Created,
        OrchestrationStateTimeRangeFilterType.OrchestrationLastUpdatedTimeFilter => row.Updated,
        _ => row.Completed,
    };

    private static bool IsMeant(InstanceRow row, string? executionId) => string.IsNullOrEmpty(executionId) || executionId == row.ExecutionId;

    private static void RefuseUnsupported(TaskMessage message)
    {
        if (message.OrchestrationInstance.InstanceId.StartsWith('@'))
        {
            throw new NotSupportedException("The embedded store has no entities. Take another storage provider for them.");
        }
        if (message.Event is ExecutionRewoundEvent)
        {
            throw new NotSupportedException("The embedded store cannot rewind an instance. Start it again instead.");
        }
    }

    private static long? Ticks(DateTime? time) => time is not { } at || at == default ? null : (at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : at).Ticks;

    private static string TokenOf(string instanceId) => Convert.ToBase64String(Encoding.UTF8.GetBytes(instanceId));

    private static string AfterOf(string? token) => string.IsNullOrEmpty(token) ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(token));
}
