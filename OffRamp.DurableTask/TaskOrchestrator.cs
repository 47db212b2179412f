namespace OffRamp.DurableTask;

/// <summary>
/// What every orchestrator is to the worker: JSON text in, JSON text out. Write orchestrators as
/// <see cref="TaskOrchestrator{TInput, TOutput}"/>.
/// </summary>
public abstract class TaskOrchestrator
{
    private protected TaskOrchestrator()
    {
    }

    internal abstract Task<string?> RunJsonAsync(TaskOrchestrationContext context, string? input);
}

/// <summary>
/// A story told in ordinary code that outlives its process: after each pause it is run again from the start, and its
/// awaits are answered from the recorded history until new ground is reached.
/// </summary>
/// <remarks>
/// Replay rules: the same history must lead to the same calls in the same order. So an orchestrator reads the time, makes
/// GUIDs, waits, logs and reaches the world through its context only; it awaits only tasks that come from the context, or
/// combinations of those; it does not leave its thread (no <c>ConfigureAwait(false)</c>, no <c>Task.Run</c>).
/// A new object is made for each replay, so fields do not carry anything from turn to turn.
/// </remarks>
/// <typeparam name="TInput">Read from the instance's input with <see cref="DurableJson"/>; absent input gives the default.</typeparam>
/// <typeparam name="TOutput">Written as the instance's output with <see cref="DurableJson"/>; null gives no output.</typeparam>
public abstract class TaskOrchestrator<TInput, TOutput> : TaskOrchestrator
{
    /// <summary>Tells the story. An exception that leaves this method fails the instance for good.</summary>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);

    internal sealed override async Task<string?> RunJsonAsync(TaskOrchestrationContext context, string? input)
    {
        var output = await RunAsync(context, DurableJson.Read<TInput>(input)!);
        return DurableJson.Write(output);
    }
}

internal sealed class OrchestratorFunc<TInput, TOutput>(Func<TaskOrchestrationContext, TInput, Task<TOutput>> run)
    : TaskOrchestrator<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input) => run(context, input);
}
