using System.Globalization;
using System.Text.Json;
using OffRamp.LocalHost.Handler;

namespace OffRamp.LocalHost.Timers;

/// <summary>One timer function: when it is due next, and its runs, which never overlap.</summary>
internal sealed partial class TimerFunction(Function function, Invoker invoker, TimeProvider clock, ILogger log)
{
    private readonly CronSchedule _schedule = CronSchedule.Parse(function.Schedule ?? "");
    private DateTimeOffset _last;
    private int _running;

    public string Name => function.Name;

    public DateTimeOffset NextDue { get; private set; }

    public DateTimeOffset LastRun => _last;

    public bool IsRunning => Volatile.Read(ref _running) != 0;

    /// <summary>Takes up where the last host left off: a run missed in between is due at once.</summary>
    public void StartFrom(DateTimeOffset? lastRun)
    {
        _last = lastRun ?? default;
        NextDue = _schedule.NextAfter(lastRun ?? clock.GetUtcNow());
    }

    /// <summary>Runs if it is due and does not run already. Null: nothing to do.</summary>
    public Task? RunIfDue(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        if (now < NextDue) return null;
        var (due, last) = (NextDue, _last);
        NextDue = _schedule.NextAfter(now);
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
        {
            LogOverlap(Name);
            return null;
        }
        _last = due;
        return RunAsync(due, last, isPastDue: now - due > TimeSpan.FromSeconds(1), stopping);
    }

    private async Task RunAsync(DateTimeOffset due, DateTimeOffset last, bool isPastDue, CancellationToken stopping)
    {
        try
        {
            var body = InvocationPayload.Write(Name, clock.GetUtcNow(), json => Write(json, due, last, isPastDue));
            var result = await Task.Run(() => invoker.InvokeAsync(Name, body, stopping), stopping);
            if (result.Outcome != InvocationOutcome.Succeeded) LogFailed(Name, result.ErrorMessage);
        }
        catch (Exception ended) when (ended is OperationCanceledException or HostFailure)
        {
            // The host stops, or the app can not be started: said elsewhere.
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Write(Utf8JsonWriter json, DateTimeOffset due, DateTimeOffset last, bool isPastDue)
    {
        json.WriteStartObject(function.BindingName);
        json.WriteStartObject("Schedule");
        json.WriteBoolean("AdjustForDST", true);
        json.WriteEndObject();
        json.WriteStartObject("ScheduleStatus");
        json.WriteString("Last", Text(last));
        json.WriteString("Next", Text(due));
        json.WriteString("LastUpdated", Text(last));
        json.WriteEndObject();
        json.WriteBoolean("IsPastDue", isPastDue);
        json.WriteEndObject();
    }

    private static string Text(DateTimeOffset time) => time == default
        ? "0001-01-01T00:00:00"
        : time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Warning, "{Function} is due but its last run has not ended; this run is skipped")]
    private partial void LogOverlap(string function);

    [LoggerMessage(LogLevel.Warning, "{Function} failed: {Message}")]
    private partial void LogFailed(string function, string message);
}
