namespace OffRamp.DurableTask;

/// <summary>
/// Repeats a failed call after growing delays, by durable timers. Gives up on a failure marked as non-retriable, after the
/// last attempt, after <see cref="RetryTimeout"/>, or when <see cref="HandleFailure"/> says no.
/// </summary>
public sealed class RetryPolicy
{
    /// <summary>A policy; give <see cref="HandleFailure"/> in the initializer.</summary>
    /// <param name="maxNumberOfAttempts">With the first one; at least 1.</param>
    /// <param name="firstRetryInterval">The delay after the first failure; more than zero.</param>
    /// <param name="backoffCoefficient">Each further delay is this many times the one before; at least 1.</param>
    /// <param name="maxRetryInterval">No delay is longer; one hour by default.</param>
    /// <param name="retryTimeout">No new attempt after this long since the first; unlimited by default.</param>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
    }

    /// <summary>With the first one.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The delay after the first failure.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Each further delay is this many times the one before.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>No delay is longer.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>No new attempt after this long since the first; <see cref="Timeout.InfiniteTimeSpan"/> means unlimited.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>False for a failure that a repetition cannot mend. Null: every failure is worth another try.</summary>
    public Func<TaskFailureDetails, bool>? HandleFailure { get; init; }

    /// <summary>How long to wait after this failure; null to give up.</summary>
    internal TimeSpan? DelayAfter(RetryContext attempt)
    {
        var isFinal = attempt.LastAttemptNumber >= MaxNumberOfAttempts
            || (RetryTimeout != Timeout.InfiniteTimeSpan && attempt.TotalRetryTime >= RetryTimeout)
            || HandleFailure?.Invoke(attempt.LastFailure) == false;
        if (isFinal)
            return null;

        var ticks = FirstRetryInterval.Ticks * Math.Pow(BackoffCoefficient, attempt.LastAttemptNumber - 1);
        return ticks < MaxRetryInterval.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxRetryInterval;
    }
}
