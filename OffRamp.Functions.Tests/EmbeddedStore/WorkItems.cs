using DurableTask.Core;
using DurableTask.Core.History;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Runs that a test makes by hand, as a dispatcher would.</summary>
internal static class WorkItems
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<TaskOrchestrationWorkItem> NextAsync(StoreWorld world) =>
        await world.Hub.Service.LockNextTaskOrchestrationWorkItemAsync(Patience, default) ?? throw new AssertFailedException("There is nothing to run.");

    public static async Task<TaskActivityWorkItem> NextActivityAsync(StoreWorld world) =>
        await world.Hub.Service.LockNextTaskActivityWorkItem(Patience, default) ?? throw new AssertFailedException("There is no activity.");

    /// <summary>Takes the messages into the history, as the engine does.</summary>
    public static OrchestrationRuntimeState Begin(TaskOrchestrationWorkItem item)
    {
        var state = item.OrchestrationRuntimeState;
        state.AddEvent(new OrchestratorStartedEvent(-1));
        foreach (var message in item.NewMessages)
        {
            state.AddEvent(message.Event);
        }
        return state;
    }

    public static Task EndAsync(StoreWorld world, TaskOrchestrationWorkItem item, string output)
    {
        var state = Begin(item);
        state.AddEvent(new ExecutionCompletedEvent(0, output, OrchestrationStatus.Completed));
        return CompleteAsync(world, item, state);
    }

    public static Task CompleteAsync(
        StoreWorld world, TaskOrchestrationWorkItem item, OrchestrationRuntimeState state,
        IList<TaskMessage>? activities = null, IList<TaskMessage>? messages = null, IList<TaskMessage>? timers = null)
    {
        state.AddEvent(new OrchestratorCompletedEvent(-1));
        return world.Hub.Service.CompleteTaskOrchestrationWorkItemAsync(item, state, activities ?? [], messages ?? [], timers ?? [], null, StateOf(state));
    }

    public static TaskMessage Timer(OrchestrationRuntimeState state, int id, TimeSpan wait, string? executionId = null) => new()
    {
        OrchestrationInstance = new() { InstanceId = state.OrchestrationInstance!.InstanceId, ExecutionId = executionId ?? state.OrchestrationInstance.ExecutionId },
        Event = new TimerFiredEvent(-1) { TimerId = id, FireAt = DateTime.UtcNow + wait },
    };

    public static TaskMessage Activity(OrchestrationRuntimeState state, int id, string name) => new()
    {
        OrchestrationInstance = state.OrchestrationInstance,
        Event = new TaskScheduledEvent(id, name, "", "\"x\""),
    };

    public static TaskMessage Answer(TaskActivityWorkItem item) => new()
    {
        OrchestrationInstance = item.TaskMessage.OrchestrationInstance,
        Event = new TaskCompletedEvent(-1, item.TaskMessage.Event.EventId, "\"done\""),
    };

    private static OrchestrationState StateOf(OrchestrationRuntimeState state) => new()
    {
        OrchestrationInstance = state.OrchestrationInstance,
        Name = state.Name,
        Version = state.Version,
        Input = state.Input,
        Output = state.Output,
        OrchestrationStatus = state.OrchestrationStatus,
    };
}
