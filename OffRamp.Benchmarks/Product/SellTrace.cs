namespace OffRamp.Benchmarks.Product;

/// <summary>What providers and partner saw of one sell.</summary>
internal sealed class SellTrace
{
    private const double Ticks = TimeSpan.TicksPerMillisecond;

    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long confirmedAt;
    private long paidAt;

    /// <summary>Ends when the partner is told that the sell is completed, and fails when it is told of another end.</summary>
    public Task Completed => completed.Task;

    /// <summary>From the first sending of the notice that its deposit is confirmed to the first call for its payout, in milliseconds of Unix time.</summary>
    public Interval NoticeToPayout => new(Interlocked.Read(ref confirmedAt) / Ticks, Interlocked.Read(ref paidAt) / Ticks);

    public void Confirmed() => Interlocked.CompareExchange(ref confirmedAt, Now(), 0);

    public void Paid() => Interlocked.CompareExchange(ref paidAt, Now(), 0);

    public void End() => completed.TrySetResult();

    public void Fail(string ended) => completed.TrySetException(new InvalidOperationException($"The partner was told {ended}."));

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
}
