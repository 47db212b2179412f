namespace OffRamp.DurableTask.Replay;

/// <summary>Repeats a call as its options say, with durable timers in between.</summary>
internal static class RetryLoop
{
    public static async Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> call)
    {
        var started = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (!e.FailureDetails.IsNonRetriable)
            {
                var failed = new RetryContext(context, attempt, e.FailureDetails, context.CurrentUtcDateTime - started);
                if (!await PrepareNextAsync(context, retry, failed))
                    throw;
            }
        }
    }

    private static async Task<bool> PrepareNextAsync(TaskOrchestrationContext context, TaskRetryOptions retry, RetryContext failed)
    {
        if (retry.Policy is null)
            return await retry.Handler!(failed);
        if (retry.Policy.DelayAfter(failed) is not { } delay)
            return false;

        await context.CreateTimer(delay);
        return true;
    }
}
