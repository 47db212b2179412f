using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Notices;

/// <summary>
/// Sends notices when they are due on the shared clock, and again until the app takes them. The
/// pauses between tries are real time: an app that restarts does so in real time.
/// </summary>
internal sealed partial class NoticeQueue(NoticeSender sender, Books books, FactLog log, SandboxOptions options)
    : IDueTimers, IAsyncDisposable
{
    // A notice the app refuses for good must not keep the clock from ever moving again.
    private static readonly TimeSpan TriesCountAsWork = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly double[] PausesSeconds = [0.1, 0.25, 0.5, 1, 2, 5];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly PriorityQueue<Lane, DateTimeOffset> _waiting = new();
    private readonly HashSet<Lane> _sending = [];
    private readonly SemaphoreSlim _connections = new(32);
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = options.Logs.CreateLogger<NoticeQueue>();
    private ITimer? _timer;

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _waiting.TryPeek(out _, out var due) ? due : null;
            }
        }
    }

    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return !(_waiting.TryPeek(out _, out var due) && due <= options.Clock.GetUtcNow())
                    && _sending.All(lane => options.RealTime.GetElapsedTime(lane.Started) > TriesCountAsWork);
            }
        }
    }

    public string Work => "notices";

    public void Add(IReadOnlyCollection<Notice> notices)
    {
        lock (_gate)
        {
            foreach (var notice in notices)
            {
                var isNew = !_lanes.TryGetValue(notice.Subject, out var lane);
                if (isNew)
                {
                    _lanes[notice.Subject] = lane = new Lane();
                }

                lane!.Notices.Enqueue(notice);
                if (isNew)
                {
                    Schedule(lane);
                }
            }

            SetTimer();
        }
    }

    public void Poke()
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            while (_waiting.TryPeek(out var lane, out var due) && due <= options.Clock.GetUtcNow())
            {
                _waiting.Dequeue();
                Start(lane);
            }

            SetTimer();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            _timer?.Dispose();
            running = [.. _sending.Select(lane => lane.Work)];
        }

        await Task.WhenAll(running);
        _stop.Dispose();
        _connections.Dispose();
    }

    private void Schedule(Lane lane)
    {
        var due = lane.Notices.Peek().DueAt;
        if (due <= options.Clock.GetUtcNow())
        {
            Start(lane);
        }
        else
        {
            _waiting.Enqueue(lane, due);
        }
    }

    private void Start(Lane lane)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _sending.Add(lane);
        lane.Started = options.RealTime.GetTimestamp();
        var notice = lane.Notices.Peek();
        lane.Work = Task.Run(() => SendAsync(lane, notice));
    }

    private void SetTimer()
    {
        _timer?.Dispose();
        _timer = null;
        if (!_waiting.TryPeek(out _, out var due) || _stop.IsCancellationRequested)
        {
            return;
        }

        var wait = due - options.Clock.GetUtcNow();
        wait = wait > LongestTimer ? LongestTimer : wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
        _timer = options.Clock.CreateTimer(_ => Poke(), null, wait, Timeout.InfiniteTimeSpan);
    }

    private async Task SendAsync(Lane lane, Notice notice)
    {
        try
        {
            await SendUntilTakenAsync(notice);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }

        lock (books.Gate)
        {
            books.Record(new NoticeDelivered(notice.Id));
        }

        lock (_gate)
        {
            _sending.Remove(lane);
            lane.Notices.Dequeue();
            if (lane.Notices.Count == 0)
            {
                _lanes.Remove(notice.Subject);
            }
            else
            {
                Schedule(lane);
            }

            SetTimer();
        }
    }

    private async Task SendUntilTakenAsync(Notice notice)
    {
        for (var tries = 0; !await TryAsync(notice); tries++)
        {
            if (tries == PausesSeconds.Length)
            {
                LogStillRefused(notice.Id, notice.Subject);
            }

            var pause = TimeSpan.FromSeconds(PausesSeconds[Math.Min(tries, PausesSeconds.Length - 1)]);
            await Task.Delay(pause, options.RealTime, _stop.Token);
        }
    }

    private async Task<bool> TryAsync(Notice notice)
    {
        await _connections.WaitAsync(_stop.Token);
        try
        {
            // Nothing is told to anybody that a crash could still undo.
            await log.Flushed();
            return await sender.SendAsync(notice, _stop.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || failure is OperationCanceledException && !_stop.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <summary>The notices of one subject.</summary>
    private sealed class Lane
    {
        public Queue<Notice> Notices { get; } = [];

        public long Started { get; set; }

        public Task Work { get; set; } = Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notice {Id} about {Subject} is still not taken; it is tried every 5 s.")]
    private partial void LogStillRefused(string id, string subject);
}
