namespace OffRamp.LocalHost.Clock;

/// <summary>One timer for the earliest due time of many: no polling, whatever the number that wait.</summary>
internal sealed class Alarm : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public Alarm(TimeProvider clock, Action ring)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void SetFor(DateTimeOffset? due)
    {
        var wait = due is { } at ? at - _clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (due is not null)
        {
            // Rounded up: a timer that rings a moment early would find nothing due.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(wait.TotalMilliseconds, 0, LongestWait.TotalMilliseconds)));
        }
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
