using System.Runtime.CompilerServices;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace OffRamp.Functions.Hosting.Durable;

/// <summary>The orchestrations by the Durable client of the invocation under way.</summary>
internal sealed class OrchestrationClient(DurableClientAccessor accessor) : IOrchestrationClient
{
    private const int PageSize = 100;

    private DurableTaskClient Client => accessor.Client ?? throw new InvalidOperationException("The function does not bind a Durable client.");

    public async Task<bool> StartAsync(string name, string instanceId, object input, CancellationToken cancellation)
    {
        try
        {
            await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instanceId), cancellation);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The extension says that one is there already by one exception or another.
            if (await Client.GetInstanceAsync(instanceId, cancellation) is { IsCompleted: false })
            {
                return false;
            }
            throw;
        }
    }

    public async Task<RaiseOutcome> RaiseEventAsync(string instanceId, string eventName, object? data, CancellationToken cancellation)
    {
        try
        {
            await Client.RaiseEventAsync(instanceId, eventName, data, cancellation);
            return RaiseOutcome.Raised;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return await Client.GetInstanceAsync(instanceId, cancellation) switch
            {
                null => RaiseOutcome.NotFound,
                { IsCompleted: true } => RaiseOutcome.Finished,
                _ => throw new InvalidOperationException($"The event {eventName} was not taken.", e),
            };
        }
    }

    public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellation) =>
        Client.TerminateInstanceAsync(instanceId, reason, cancellation);

    // Without inputs and outputs the engine leaves out the custom status too.
    public Task<OrchestrationMetadata?> FindAsync(string instanceId, CancellationToken cancellation) =>
        Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation);

    public async Task<IReadOnlyList<HistoryEvent>?> FindHistoryAsync(string instanceId, CancellationToken cancellation) =>
        await Client.GetInstanceAsync(instanceId, cancellation) is null ? null : [.. await Client.GetOrchestrationHistoryAsync(instanceId, cancellation)];

    public async IAsyncEnumerable<OrchestrationMetadata> ListAsync(
        OrchestrationRuntimeStatus? status, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(Statuses: status is { } wanted ? [wanted] : null, PageSize: PageSize, FetchInputsAndOutputs: true);
        await foreach (var found in Client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            yield return found;
        }
    }

    public async Task<int> PurgeEndedAsync(DateTimeOffset begunBefore, CancellationToken cancellation)
    {
        var ended = new PurgeInstancesFilter(
            DateTimeOffset.UnixEpoch,
            begunBefore,
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        return (await Client.PurgeAllInstancesAsync(ended, cancellation)).PurgedInstanceCount;
    }
}
