using DurableTask.Core;
using DurableTask.Core.Query;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace OffRamp.LocalHost.EmbeddedStore.Functions;

/// <summary>The hub as the Durable extension asks for it: queries and purges of the HTTP API beside those of gRPC.</summary>
internal sealed class EmbeddedDurabilityProvider(EmbeddedTaskHub hub) : DurabilityProvider(ProviderName, hub.Service, hub.Client, ProviderName)
{
    public const string ProviderName = "embedded";

    /// <summary>An event for an instance that ended or never was is 410 or 404, as with Azure Storage.</summary>
    public override bool CheckStatusBeforeRaiseEvent => true;

    public override bool GuaranteesOrderedDelivery => true;

    public override bool SupportsPollFreeWait => true;

    /// <summary>Out of scope; the extension refuses an app that has entities when it starts.</summary>
    public override bool SupportsEntities => false;

    public override TimeSpan MaximumDelayTime { get; set; } = TimeSpan.MaxValue;

    /// <summary>There are no entities to keep apart.</summary>
    public override void SetUseSeparateQueueForEntityWorkItems(bool newValue)
    {
    }

    public override string EventSourceName { get; set; } = "DurableTask-Core";

    public override async Task<IList<OrchestrationState>> GetOrchestrationStateWithInputsAsync(string instanceId, bool showInput = true)
    {
        var states = await hub.Client.GetOrchestrationStateAsync(instanceId, allExecutions: false);
        return showInput ? states : [.. states.Select(state => state.ClearFieldsImmutably(clearInput: true, clearOutput: false))];
    }

    public override async Task<IList<OrchestrationState>> GetAllOrchestrationStates(CancellationToken cancellationToken)
    {
        var all = new List<OrchestrationState>();
        var query = new OrchestrationQuery { PageSize = 1000 };
        do
        {
            var page = await hub.Client.GetOrchestrationWithQueryAsync(query, cancellationToken);
            all.AddRange(page.OrchestrationState);
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);
        return all;
    }

    public override async Task<OrchestrationStatusQueryResult> GetOrchestrationStateWithPagination(OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken)
    {
        var page = await hub.Client.GetOrchestrationWithQueryAsync(
            new OrchestrationQuery
            {
                RuntimeStatus = condition.RuntimeStatus?.Select(status => Enum.Parse<OrchestrationStatus>(status.ToString())).ToList(),
                CreatedTimeFrom = condition.CreatedTimeFrom,
                CreatedTimeTo = condition.CreatedTimeTo == default ? null : condition.CreatedTimeTo,
                PageSize = condition.PageSize,
                ContinuationToken = condition.ContinuationToken,
                InstanceIdPrefix = condition.InstanceIdPrefix,
            },
            cancellationToken);
        var states = condition.ShowInput ? page.OrchestrationState : page.OrchestrationState.Select(state => state.ClearFieldsImmutably(clearInput: true, clearOutput: false));
        return new OrchestrationStatusQueryResult
        {
            DurableOrchestrationState = states.Select(ProviderUtils.ConvertOrchestrationStateToStatus).ToList(),
            ContinuationToken = page.ContinuationToken,
        };
    }

    public override async Task<PurgeHistoryResult> PurgeInstanceHistoryByInstanceId(string instanceId) =>
        new((await hub.Client.PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    public override async Task<int> PurgeHistoryByFilters(DateTime createdTimeFrom, DateTime? createdTimeTo, IEnumerable<OrchestrationStatus> runtimeStatus) =>
        (await hub.Client.PurgeInstanceStateAsync(new PurgeInstanceFilter(createdTimeFrom, createdTimeTo, runtimeStatus))).DeletedInstanceCount;
}
