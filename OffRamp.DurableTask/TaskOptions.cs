namespace OffRamp.DurableTask;

/// <summary>How an activity or sub-orchestration is called.</summary>
/// <param name="Retry">What happens after a failure; null: the failure is final.</param>
public record TaskOptions(TaskRetryOptions? Retry = null)
{
    /// <summary>Retries with delays.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(new TaskRetryOptions(policy));

    /// <summary>Retries as the handler decides.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(new TaskRetryOptions(handler));
}

/// <summary>How a sub-orchestration is called.</summary>
/// <param name="Retry">What happens after a failure; null: the failure is final.</param>
/// <param name="InstanceId">The id of the new instance; null: a fresh GUID.</param>
public sealed record SubOrchestrationOptions(TaskRetryOptions? Retry = null, string? InstanceId = null) : TaskOptions(Retry);

/// <summary>Retries by a policy with delays, or by a handler that decides (and may await a timer) itself.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>Retries with delays.</summary>
    public TaskRetryOptions(RetryPolicy policy) => Policy = policy;

    /// <summary>Retries as the handler decides.</summary>
    public TaskRetryOptions(AsyncRetryHandler handler) => Handler = handler;

    /// <summary>Null if a handler decides.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>Null if a policy decides.</summary>
    public AsyncRetryHandler? Handler { get; }
}

/// <summary>Decides after each failure whether to try again, at once. Runs as orchestrator code: the replay rules hold.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>What is known when a retry is decided.</summary>
/// <param name="OrchestrationContext">For timers and the time.</param>
/// <param name="LastAttemptNumber">1 after the first failure.</param>
/// <param name="LastFailure">Why it failed.</param>
/// <param name="TotalRetryTime">Since the first attempt was made.</param>
public sealed record RetryContext(
    TaskOrchestrationContext OrchestrationContext, int LastAttemptNumber, TaskFailureDetails LastFailure, TimeSpan TotalRetryTime);
