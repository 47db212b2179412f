namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>
/// One timer for the earliest due time of all: nothing is polled, whatever the number that wait. A clock that is moved
/// forward may not wake its timers; then <see cref="Look"/> does.
/// </summary>
internal sealed class DueAlarm : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly Action _ring;
    private readonly ITimer _timer;
    private long _due = long.MaxValue;

    public DueAlarm(TimeProvider clock, Action ring)
    {
        _clock = clock;
        _ring = ring;
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The earliest business time that something waits for; may have passed a moment ago.</summary>
    public DateTimeOffset? NextDue => Volatile.Read(ref _due) is var due && due == long.MaxValue ? null : new DateTimeOffset(due, TimeSpan.Zero);

    public bool IsDue => Volatile.Read(ref _due) <= _clock.GetUtcNow().UtcTicks;

    /// <summary>UTC ticks of business time; null when nothing waits.</summary>
    public void SetFor(long? due)
    {
        Volatile.Write(ref _due, due ?? long.MaxValue);
        Look();
    }

    /// <summary>Rings when something is due, else waits for what is next.</summary>
    public void Look()
    {
        var due = Volatile.Read(ref _due);
        if (due == long.MaxValue)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        var wait = TimeSpan.FromTicks(due - _clock.GetUtcNow().UtcTicks);
        if (wait <= TimeSpan.Zero)
        {
            _ring();
            return;
        }
        // Rounded up: a timer that rings a moment early would find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, LongestWait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
