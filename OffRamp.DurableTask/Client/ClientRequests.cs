namespace OffRamp.DurableTask.Client;

/// <summary>How an instance is started.</summary>
/// <param name="InstanceId">Its id; null: a new GUID.</param>
public sealed record StartOrchestrationOptions(string? InstanceId = null);

/// <summary>Which instances to list. Null means any.</summary>
/// <param name="CreatedFrom">Created then or later.</param>
/// <param name="CreatedTo">Created then or earlier.</param>
/// <param name="Statuses">In one of these states.</param>
/// <param name="InstanceIdPrefix">With an id that starts so.</param>
/// <param name="PageSize">How many to fetch at a time, not in all.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs come along.</param>
public sealed record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null,
    string? InstanceIdPrefix = null,
    int PageSize = 100,
    bool FetchInputsAndOutputs = false);

/// <summary>Which instances to purge. Give states that are ended: others stay in any case.</summary>
/// <param name="CreatedFrom">Created then or later; the API demands it.</param>
/// <param name="CreatedTo">Created then or earlier; null: until now.</param>
/// <param name="Statuses">In one of these states; null: any that is ended.</param>
public sealed record PurgeInstancesFilter(
    DateTimeOffset CreatedFrom, DateTimeOffset? CreatedTo = null, IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null);
