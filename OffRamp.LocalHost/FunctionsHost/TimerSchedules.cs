using NCrontab;
using OffRamp.LocalHost.Clock;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Runs timer functions by their schedules (NCRONTAB, six fields, UTC) and a clock that can be moved. A schedule that passes
/// several times at once runs once; a run that is still going on when its next time comes is not doubled.
/// </summary>
internal sealed class TimerSchedules : IDueTimers, IDisposable
{
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<Schedule> schedules;
    private readonly Func<string, TimerCall, Task> run;
    private readonly TimerStatus status;
    private readonly Alarm alarm;
    private int running;
    private volatile bool isStarted;

    /// <param name="clock">What they follow.</param>
    /// <param name="functions">Name and schedule of each, and whether it runs at the start too.</param>
    /// <param name="run">Runs one; what goes wrong in it is told by whoever runs it.</param>
    /// <param name="statusFile">Where the last runs are kept over restarts; null: nowhere.</param>
    /// <exception cref="HostFailure">A schedule cannot be read.</exception>
    public TimerSchedules(
        TimeProvider clock, IEnumerable<(string Name, string Schedule, bool AtStart)> functions, Func<string, TimerCall, Task> run, string? statusFile = null)
    {
        (this.clock, this.run, status) = (clock, run, new TimerStatus(statusFile));
        schedules = [.. functions.Select(function => new Schedule(function.Name, Read(function.Name, function.Schedule), function.AtStart))];
        alarm = new Alarm(clock, Poke);
    }

    /// <summary>None: whoever moves the clock does not stop for a schedule, which passes 1,440 times a day for nothing.</summary>
    public DateTimeOffset? NextDue => null;

    public bool IsQuiet => Volatile.Read(ref running) == 0 && !(NextTime <= clock.GetUtcNow());

    public string Work => "timer functions";

    private DateTimeOffset? NextTime => isStarted && schedules.Count > 0 ? schedules.Min(schedule => schedule.Next) : null;

    public void Start()
    {
        var now = clock.GetUtcNow();
        foreach (var schedule in schedules)
        {
            // One that was missed while nobody ran it is due at once, and is made up for once.
            schedule.Next = schedule.AtStart ? now : schedule.After(status.LastOf(schedule.Name) ?? now);
        }
        isStarted = true;
        Poke();
    }

    public void Poke()
    {
        if (!isStarted)
        {
            return;
        }
        var now = clock.GetUtcNow();
        foreach (var schedule in schedules)
        {
            // Counted before its next time moves on: nobody may take it for quiet in between.
            Interlocked.Increment(ref running);
            if (schedule.TryTake(now, out var call))
            {
                status.Note(schedule.Name, now);
                _ = RunAsync(schedule, call);
            }
            else
            {
                Interlocked.Decrement(ref running);
            }
        }
        alarm.SetFor(NextTime);
    }

    public void Dispose()
    {
        isStarted = false;
        alarm.Dispose();
    }

    private async Task RunAsync(Schedule schedule, TimerCall call)
    {
        try
        {
            await run(schedule.Name, call);
        }
        finally
        {
            schedule.IsRunning = false;
            Interlocked.Decrement(ref running);
        }
    }

    private static CrontabSchedule Read(string name, string schedule) =>
        CrontabSchedule.TryParse(schedule, new() { IncludingSeconds = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 })
        ?? throw new HostFailure($"The schedule of {name} cannot be read: {schedule}");

    private sealed class Schedule(string name, CrontabSchedule times, bool atStart)
    {
        private readonly Lock gate = new();
        private DateTimeOffset? last;

        public string Name => name;

        public bool AtStart => atStart;

        public DateTimeOffset Next { get; set; } = DateTimeOffset.MaxValue;

        public bool IsRunning { get; set; }

        public DateTimeOffset After(DateTimeOffset time) => new(times.GetNextOccurrence(time.UtcDateTime), TimeSpan.Zero);

        public bool TryTake(DateTimeOffset now, out TimerCall call)
        {
            lock (gate)
            {
                call = new(last, After(now), now - Next > TimeSpan.FromSeconds(1));
                if (Next > now)
                {
                    return false;
                }
                (last, Next) = (Next, After(now));
                return !IsRunning && (IsRunning = true);
            }
        }
    }
}
