namespace OffRamp.Functions.Hosting.Durable;

/// <summary>How long an orchestration is told to wait: a duration and no point in time, because the engine's clock need not be the business's.</summary>
internal static class DurableWait
{
    /// <summary>Clocks of two machines differ a little: a time that has just passed must not become a busy loop.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The SDK splits longer timers, by the engine's clock.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    public static TimeSpan Until(DateTimeOffset time, DateTimeOffset now)
    {
        var wait = time - now;
        return wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
    }
}
