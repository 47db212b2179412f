namespace OffRamp.LocalHost.Clock;

/// <summary>
/// Moves the shared clock forward, from due timer to due timer, and waits until the world is quiet before the first step
/// and after each. The app's timer functions are no steps, but run once in each and at the end where their schedule has passed.
/// </summary>
/// <param name="clock">What is moved.</param>
/// <param name="sources">What waits for it, and what has to be quiet.</param>
/// <param name="visits">When a timer function has something to do; null where nobody knows.</param>
/// <param name="patience">How long, in real time, a step may take to get quiet.</param>
internal sealed class ClockAdvance(SharedClock clock, IReadOnlyList<IDueTimers> sources, SellVisits? visits, TimeSpan patience) : IDisposable
{
    private const int CalmLooks = 3;

    private readonly SemaphoreSlim oneAtATime = new(1);
    private volatile Goal? goal;

    /// <summary>Where business time is being moved to; null while nobody moves it.</summary>
    public DateTimeOffset? AdvancingTo => goal is { } present ? clock.At(present.Offset) : null;

    /// <summary>What is under way at the moment, for a person to read.</summary>
    public IReadOnlyList<string> UnderWay => [.. sources.Where(source => !source.IsQuiet).Select(source => source.Work)];

    /// <returns>Business time when all was done.</returns>
    /// <exception cref="NotQuietException">A step did not get quiet; the clock stays at that step.</exception>
    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by, CancellationToken stopping = default)
    {
        await oneAtATime.WaitAsync(stopping);
        try
        {
            var target = clock.Offset + by;
            goal = new Goal(target);
            await SettleAsync(stopping);
            while (await NextStepAsync(target, stopping) is { } due)
            {
                clock.MoveTo(due);
                await SettleAsync(stopping);
            }
            clock.MoveOffset(target);
            await SettleAsync(stopping);
            return clock.GetUtcNow();
        }
        finally
        {
            goal = null;
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<DateTimeOffset?> NextStepAsync(TimeSpan target, CancellationToken stopping)
    {
        var end = clock.At(target);
        var due = sources.Min(source => source.NextDue) is { } timer && timer <= end ? timer : default(DateTimeOffset?);
        due = visits is null ? due : await visits.NextAsync(clock.GetUtcNow(), due ?? end, stopping) ?? due;
        return due is { } step && WholeSecond(step) is var whole && whole < end ? whole : due;
    }

    /// <summary>What falls due within one second is one step: an engine is no more exact than that.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerSecond;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerSecond - over);
    }

    /// <summary>
    /// Quiet must be seen a few times in a row: an answered request may be followed by a hint that the app sends
    /// just after it.
    /// </summary>
    private async Task SettleAsync(CancellationToken stopping)
    {
        foreach (var source in sources)
        {
            source.Poke();
        }
        var began = TimeProvider.System.GetTimestamp();
        for (var calm = 0; calm < CalmLooks;)
        {
            calm = sources.All(source => source.IsQuiet) ? calm + 1 : 0;
            if (calm == 0 && TimeProvider.System.GetElapsedTime(began) > patience)
            {
                throw new NotQuietException(clock.GetUtcNow(), patience, UnderWay);
            }
            await Task.Delay(1, stopping);
        }
    }

    private sealed record Goal(TimeSpan Offset);
}

/// <summary>What was due at a step of the clock was not done in time.</summary>
internal sealed class NotQuietException(DateTimeOffset now, TimeSpan patience, IReadOnlyList<string> underWay) : Exception(
    $"At {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} it did not get quiet within {patience.TotalSeconds:0} s ({string.Join(", ", underWay)}): the clock was moved no further.");
