using OffRamp.DurableTask;
using OffRamp.DurableTask.Client;
using OffRamp.DurableTask.Wire;
using OffRamp.Functions.Webhooks;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The engine as the product asks it: every question takes its time, and may be lost on the way.</summary>
internal sealed partial class SimulatedEngine
{
    public override async Task<StartResult> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        // Webhooks are no part of this: what is to be told counts as told.
        if (orchestratorName.ToString() == DeliverWebhooksOrchestrator.Name)
            return new StartResult(options!.InstanceId!, StartOutcome.Started);
        await AskAsync();
        var id = options!.InstanceId!;
        if (instances.TryGetValue(id, out var known) && !known.IsOver)
            return new StartResult(id, StartOutcome.AlreadyExists);
        Start(orchestratorName.ToString(), id, DurableJson.Write(input));
        await awaits.PassAsync();
        return new StartResult(id, StartOutcome.Started);
    }

    public override async Task<RaiseOutcome> RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        await AskAsync();
        if (!instances.TryGetValue(instanceId, out var instance))
            return RaiseOutcome.NotFound;
        if (instance.IsOver)
            return RaiseOutcome.Finished;
        if (!scene.Weather.LosesHint())
            Deliver(instance, new HistoryEvent { EventRaised = new() { Name = eventName } });
        return RaiseOutcome.Raised;
    }

    public override async Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await AskAsync();
        return instances.TryGetValue(instanceId, out var instance)
            ? new OrchestrationMetadata(instance.Name, instanceId) { RuntimeStatus = instance.Status }
            : null;
    }

    public override IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<TerminateOutcome> TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    private async Task AskAsync()
    {
        await awaits.PassAsync();
        if (scene.Weather.LosesHint() && scene.Weather.Coin())
            throw new HttpRequestException("the engine does not answer");
    }
}
