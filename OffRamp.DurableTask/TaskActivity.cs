namespace OffRamp.DurableTask;

/// <summary>
/// What every activity is to the worker: JSON text in, JSON text out. Write activities as
/// <see cref="TaskActivity{TInput, TOutput}"/>.
/// </summary>
public abstract class TaskActivity
{
    private protected TaskActivity()
    {
    }

    internal abstract Task<string?> RunJsonAsync(TaskActivityContext context, string? input);
}

/// <summary>A piece of work that may touch the world. It runs at least once, sometimes more often, even twice at a time.</summary>
/// <typeparam name="TInput">Read with <see cref="DurableJson"/>; absent input gives the default.</typeparam>
/// <typeparam name="TOutput">Written with <see cref="DurableJson"/>; null gives no result.</typeparam>
public abstract class TaskActivity<TInput, TOutput> : TaskActivity
{
    /// <summary>
    /// Does the work. An exception reaches the orchestrator as a <see cref="TaskFailedException"/> without its text (the
    /// Functions host drops it), so expected failures belong in <typeparamref name="TOutput"/>.
    /// </summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);

    internal sealed override async Task<string?> RunJsonAsync(TaskActivityContext context, string? input) =>
        DurableJson.Write(await RunAsync(context, DurableJson.Read<TInput>(input)!));
}

/// <summary>Who called an activity.</summary>
/// <param name="Name">The name under which the activity was called.</param>
/// <param name="InstanceId">The orchestration instance that called it.</param>
/// <param name="Cancellation">Cancelled when the result is no longer wanted: the worker stops or its deadline has passed.</param>
public sealed record TaskActivityContext(TaskName Name, string InstanceId, CancellationToken Cancellation = default);

internal sealed class ActivityFunc<TInput, TOutput>(Func<TaskActivityContext, TInput, Task<TOutput>> run)
    : TaskActivity<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => run(context, input);
}
