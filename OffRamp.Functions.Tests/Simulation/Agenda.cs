namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Where something under way rests: for so long, or until a time or a hint.</summary>
internal readonly record struct Pause(TimeSpan? Length, DateTimeOffset Until)
{
    public static Pause Of(TimeSpan length) => new(length, default);

    public static Pause OrHint(DateTimeOffset until) => new(null, until);
}

/// <summary>Something under way: an activity, a request, an orchestration. It can be ended at every pause.</summary>
internal sealed class Running(string name, IEnumerator<Pause> steps)
{
    public string Name => name;
    public IEnumerator<Pause> Steps => steps;
    public bool IsOver { get; set; }
    public bool AwaitsHint { get; set; }
    public int Turn { get; set; }
}

/// <summary>
/// The only clock and the only thread: everything under way stands here with the time it goes on at, so that two that
/// overlap do so at the same place each time a seed is played.
/// </summary>
internal sealed class Agenda(DateTimeOffset start)
{
    private readonly PriorityQueue<(Running What, int Turn), (long Ticks, long Order)> queue = new();
    private long order;

    public DateTimeOffset Now { get; private set; } = start;
    public long Steps { get; private set; }

    public Running Start(string name, IEnumerable<Pause> steps, DateTimeOffset? at = null) => Start(name, steps.GetEnumerator(), at);

    public Running Start(string name, IEnumerator<Pause> steps, DateTimeOffset? at = null)
    {
        var running = new Running(name, steps);
        Enqueue(running, at is { } later && later > Now ? later : Now);
        return running;
    }

    /// <summary>A waiting one goes on now; one that is busy does not hear it.</summary>
    public void Hint(Running running)
    {
        if (running is { IsOver: false, AwaitsHint: true })
        {
            running.AwaitsHint = false;
            running.Turn++;
            Enqueue(running, Now);
        }
    }

    /// <summary>It dies where it stands.</summary>
    public static void End(Running running)
    {
        running.IsOver = true;
        running.Turn++;
    }

    /// <summary>Lets whoever is next take one step; false when nobody is due by then.</summary>
    public bool RunNext(DateTimeOffset until)
    {
        while (queue.TryPeek(out var next, out var key))
        {
            if (next.What.IsOver || next.Turn != next.What.Turn)
            {
                queue.Dequeue();
                continue;
            }

            if (key.Ticks > until.UtcTicks)
            {
                return false;
            }

            queue.Dequeue();
            Now = new DateTimeOffset(Math.Max(key.Ticks, Now.UtcTicks), TimeSpan.Zero);
            Step(next.What);
            return true;
        }

        return false;
    }

    /// <summary>Nobody was due until then.</summary>
    public void PassTo(DateTimeOffset time) => Now = time > Now ? time : Now;

    private void Step(Running running)
    {
        Steps++;
        running.AwaitsHint = false;
        if (!running.Steps.MoveNext())
        {
            running.IsOver = true;
            return;
        }

        if (running.IsOver)
        {
            return;
        }

        var pause = running.Steps.Current;
        running.AwaitsHint = pause.Length is null;
        Enqueue(running, pause.Length is { } length ? Now + length : pause.Until);
    }

    private void Enqueue(Running running, DateTimeOffset at) => queue.Enqueue((running, running.Turn), (at.UtcTicks, order++));
}
