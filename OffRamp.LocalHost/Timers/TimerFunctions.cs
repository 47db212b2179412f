using System.Text.Json;
using OffRamp.LocalHost.Clock;

namespace OffRamp.LocalHost.Timers;

/// <summary>All timer functions of the app, on the shared clock. Their last runs are kept in a file, as Azure does.</summary>
internal sealed class TimerFunctions : IDueTimers, IAsyncDisposable
{
    private readonly IReadOnlyList<TimerFunction> _functions;
    private readonly TimeProvider _clock;
    private readonly string _statusFile;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Alarm _alarm;
    private bool _started;

    public TimerFunctions(IReadOnlyList<TimerFunction> functions, TimeProvider clock, string statusFile)
    {
        (_functions, _clock, _statusFile) = (functions, clock, statusFile);
        _alarm = new Alarm(clock, Poke);
    }

    public DateTimeOffset? NextDue => _started && _functions.Count > 0 ? _functions.Min(function => function.NextDue) : null;

    public bool IsQuiet => _functions.All(function => !function.IsRunning) && !(NextDue <= _clock.GetUtcNow());

    public void Start()
    {
        var lastRuns = ReadStatus();
        foreach (var function in _functions)
            function.StartFrom(lastRuns.TryGetValue(function.Name, out var last) ? last : null);
        _started = true;
        Poke();
    }

    public void Poke()
    {
        lock (_gate)
        {
            if (!_started || _stopping.IsCancellationRequested) return;
            var ran = false;
            foreach (var function in _functions) ran |= function.RunIfDue(_stopping.Token) is not null;
            if (ran) WriteStatus();
            _alarm.SetFor(NextDue);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Outside the gate: what it cancels may want the gate.
        await _stopping.CancelAsync();
        lock (_gate) _alarm.Dispose();
    }

    private Dictionary<string, DateTimeOffset> ReadStatus()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllText(_statusFile)) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return [];
        }
    }

    private void WriteStatus()
    {
        try
        {
            var draft = _statusFile + ".new";
            File.WriteAllText(draft, JsonSerializer.Serialize(_functions.ToDictionary(function => function.Name, function => function.LastRun)));
            File.Move(draft, _statusFile, overwrite: true);
        }
        catch (Exception problem) when (DiskTrouble.Is(problem))
        {
            // A full disk: at worst a run is repeated after a restart, which a timer function must bear anyway.
        }
    }
}
