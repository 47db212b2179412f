namespace OffRamp.LocalHost.Clock;

/// <summary>Moves the shared clock forward, from due timer to due timer, and lets the world settle after each.</summary>
internal sealed class ClockAdvance(SharedClock clock, IReadOnlyList<IDueTimers> sources) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int CalmLooks = 3;

    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by, CancellationToken stopping = default)
    {
        await _oneAtATime.WaitAsync(stopping);
        try
        {
            var stuck = new HashSet<IDueTimers>();
            await SettleAsync(stuck, stopping);
            var target = clock.Offset + by;
            while (NextDue(stuck) is { } due && due <= clock.GetUtcNow() - clock.Offset + target)
            {
                clock.MoveTo(due);
                await SettleAsync(stuck, stopping);
            }
            clock.MoveOffset(target);
            await SettleAsync(stuck, stopping);
            return clock.GetUtcNow();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private DateTimeOffset? NextDue(HashSet<IDueTimers> stuck) =>
        sources.Min(source => stuck.Contains(source) && source.NextDue <= clock.GetUtcNow() ? null : source.NextDue);

    /// <summary>
    /// Quiet must be seen a few times in a row: an answered request may be followed by a hint that the app sends
    /// just after it. What is stuck is waited for once, and then no more on this way: it must not hold the clock for good.
    /// </summary>
    private async Task SettleAsync(HashSet<IDueTimers> stuck, CancellationToken stopping)
    {
        foreach (var source in sources) source.Poke();
        var began = TimeProvider.System.GetTimestamp();
        for (var calm = 0; calm < CalmLooks;)
        {
            calm = sources.All(source => source.IsQuiet || stuck.Contains(source)) ? calm + 1 : 0;
            if (calm == 0 && TimeProvider.System.GetElapsedTime(began) > Patience) stuck.UnionWith(sources.Where(source => !source.IsQuiet));
            await Task.Delay(1, stopping);
        }
    }
}
