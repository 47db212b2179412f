using System.Diagnostics;

namespace OffRamp.Benchmarks.Product;

/// <summary>What providers and partner saw of one sell.</summary>
internal sealed class SellTrace
{
    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long confirmedAt;
    private long paidAt;

    /// <summary>Ends when the partner is told that the sell is completed, and fails when it is told of another end.</summary>
    public Task Completed => completed.Task;

    /// <summary>Milliseconds from the first sending of the notice that its deposit is confirmed to the first call for its payout.</summary>
    public double NoticeToPayout => Stopwatch.GetElapsedTime(confirmedAt, paidAt).TotalMilliseconds;

    public void Confirmed() => Interlocked.CompareExchange(ref confirmedAt, Stopwatch.GetTimestamp(), 0);

    public void Paid() => Interlocked.CompareExchange(ref paidAt, Stopwatch.GetTimestamp(), 0);

    public void End() => completed.TrySetResult();

    public void Fail(string ended) => completed.TrySetException(new InvalidOperationException($"The partner was told {ended}."));
}
