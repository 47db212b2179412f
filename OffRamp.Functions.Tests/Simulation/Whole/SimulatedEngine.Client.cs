using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The engine as the product asks it: every question takes its time, and may be lost on the way.</summary>
internal sealed partial class SimulatedEngine
{
    public async Task<bool> StartAsync(string name, string instanceId, object input, CancellationToken cancellation)
    {
        // Webhooks are no part of this: what is to be told counts as told.
        if (name == DeliverWebhooks.Name)
        {
            return true;
        }

        await AskAsync();
        if (instances.TryGetValue(instanceId, out var known) && !known.IsOver)
        {
            return false;
        }

        Start(name, instanceId, input);
        await awaits.PassAsync();
        return true;
    }

    public async Task TerminateAsync(string instanceId, string reason, CancellationToken cancellation)
    {
        await AskAsync();
        scene.Story?.Tell($"orchestration {instanceId} is given up");
        instances[instanceId].Status = OrchestrationRuntimeStatus.Terminated;
    }

    public async Task<RaiseOutcome> RaiseEventAsync(string instanceId, string eventName, object? data, CancellationToken cancellation)
    {
        await AskAsync();
        if (!instances.TryGetValue(instanceId, out var instance))
        {
            return RaiseOutcome.NotFound;
        }

        if (instance.IsOver)
        {
            return RaiseOutcome.Finished;
        }

        if (!scene.Weather.LosesHint())
        {
            Deliver(instance, new HistoryEvent { EventRaised = new() { Name = eventName, Input = data is null ? null : JsonSerializer.Serialize(data, DurableJson.Options) } });
        }

        return RaiseOutcome.Raised;
    }

    public async Task<OrchestrationMetadata?> FindAsync(string instanceId, CancellationToken cancellation)
    {
        await AskAsync();
        return instances.TryGetValue(instanceId, out var instance)
            ? new OrchestrationMetadata(instance.Name, instanceId) { RuntimeStatus = instance.Status }
            : null;
    }

    public Task<IReadOnlyList<DurableTask.Core.History.HistoryEvent>?> FindHistoryAsync(string instanceId, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<OrchestrationMetadata> ListAsync(OrchestrationRuntimeStatus? status, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<int> PurgeEndedAsync(DateTimeOffset begunBefore, CancellationToken cancellation) => throw new NotSupportedException();

    private async Task AskAsync()
    {
        await awaits.PassAsync();
        if (scene.Weather.LosesHint() && scene.Weather.Coin())
        {
            throw new HttpRequestException("the engine does not answer");
        }
    }
}
