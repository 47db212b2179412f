using System.Runtime.CompilerServices;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Client;
using Sdk = Microsoft.DurableTask.Client;

namespace OffRamp.Functions.Hosting.Durable;

/// <summary>Microsoft's Durable client, as the inner parts ask it: expected outcomes are values.</summary>
internal sealed class WorkerDurableClient(DurableClientAccessor accessor) : DurableTaskClient
{
    private Sdk.DurableTaskClient Client => accessor.Client ?? throw new InvalidOperationException("The function does not bind a Durable client.");

    public override async Task<StartResult> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId;
        try
        {
            return new(await Client.ScheduleNewOrchestrationInstanceAsync(
                orchestratorName.Name, input, new Microsoft.DurableTask.StartOrchestrationOptions(id), cancellation), StartOutcome.Started);
        }
        catch (Exception e) when (id is not null && e is not OperationCanceledException)
        {
            // The extension says that one is there already by one exception or another.
            if (await Client.GetInstanceAsync(id, cancellation) is { IsCompleted: false })
            {
                return new(id, StartOutcome.AlreadyExists);
            }
            throw;
        }
    }

    public override async Task<RaiseOutcome> RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        try
        {
            await Client.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
            return RaiseOutcome.Raised;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var found = await Client.GetInstanceAsync(instanceId, cancellation);
            return found is null ? RaiseOutcome.NotFound : found.IsCompleted ? RaiseOutcome.Finished : throw new InvalidOperationException($"The event {eventName} was not taken.", e);
        }
    }

    public override async Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation) is { } found ? Read(found) : null; // else no custom status

    public override async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var query = new Sdk.OrchestrationQuery(
            filter?.CreatedFrom, filter?.CreatedTo, filter?.Statuses?.Select(Write), null, filter?.InstanceIdPrefix,
            filter?.PageSize ?? 100, FetchInputsAndOutputs: true);
        await foreach (var found in Client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            yield return Read(found);
        }
    }

    public override async Task<TerminateOutcome> TerminateInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await Client.TerminateInstanceAsync(instanceId, reason, cancellation);
        return TerminateOutcome.Terminated;
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) =>
        new((await Client.PurgeInstanceAsync(instanceId, cancellation)).PurgedInstanceCount);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation = default) =>
        new((await Client.PurgeAllInstancesAsync(
            new Sdk.PurgeInstancesFilter(filter.CreatedFrom, filter.CreatedTo, filter.Statuses?.Select(Write)), cancellation)).PurgedInstanceCount);

    private static OrchestrationMetadata Read(Sdk.OrchestrationMetadata found) => new(found.Name, found.InstanceId)
    {
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(found.RuntimeStatus.ToString()),
        CreatedAt = found.CreatedAt,
        LastUpdatedAt = found.LastUpdatedAt,
        SerializedInput = found.SerializedInput,
        SerializedOutput = found.SerializedOutput,
        SerializedCustomStatus = found.SerializedCustomStatus,
    };

    private static Sdk.OrchestrationRuntimeStatus Write(OrchestrationRuntimeStatus status) => Enum.Parse<Sdk.OrchestrationRuntimeStatus>(status.ToString());
}
