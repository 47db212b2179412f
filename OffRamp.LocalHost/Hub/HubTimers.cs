using OffRamp.LocalHost.Clock;

namespace OffRamp.LocalHost.Hub;

/// <summary>
/// Everything in the hub that waits for a time, in one heap with one alarm: durable timers, and turns to be tried again.
/// Nobody removes a timer that lost its purpose; it is skipped when its time comes, or when it is next in line.
/// </summary>
internal sealed class HubTimers : IDisposable
{
    /// <summary>In place of a timer id: the instance's abandoned turn is due again.</summary>
    public const int RetryTurn = -2;

    private readonly PriorityQueue<Entry, (long Due, long Order)> _waiting = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Alarm _alarm;
    private long _order;

    public HubTimers(TimeProvider clock)
    {
        _clock = clock;
        _alarm = new Alarm(clock, () => OnAlarm?.Invoke());
    }

    public Action? OnAlarm { get; set; }

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                while (_waiting.TryPeek(out var entry, out var order))
                {
                    if (entry.IsAlive) return new DateTimeOffset(order.Due, TimeSpan.Zero);
                    _waiting.Dequeue();
                }
                return null;
            }
        }
    }

    public void Add(Instance instance, int timerId, long dueTicks)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_waiting.TryPeek(out _, out var first) || dueTicks < first.Due;
            _waiting.Enqueue(new Entry(instance, instance.ExecutionId, timerId), (dueTicks, _order++));
        }
        if (isFirst) _alarm.SetFor(new DateTimeOffset(dueTicks, TimeSpan.Zero));
    }

    /// <summary>Takes out what is due now, earliest first, and sets the alarm for the next.</summary>
    public IReadOnlyList<(Instance Instance, int TimerId, DateTimeOffset Due)> TakeDue()
    {
        List<(Instance, int, DateTimeOffset)> due = [];
        lock (_gate)
        {
            var now = _clock.GetUtcNow().UtcTicks;
            while (_waiting.TryPeek(out var entry, out var order) && order.Due <= now)
            {
                _waiting.Dequeue();
                if (entry.IsAlive) due.Add((entry.Instance, entry.TimerId, new DateTimeOffset(order.Due, TimeSpan.Zero)));
            }
        }
        _alarm.SetFor(NextDue);
        return due;
    }

    public void Dispose() => _alarm.Dispose();

    private readonly record struct Entry(Instance Instance, string ExecutionId, int TimerId)
    {
        public bool IsAlive => !Instance.IsGone && !Instance.IsFinished && Instance.ExecutionId == ExecutionId;
    }
}
