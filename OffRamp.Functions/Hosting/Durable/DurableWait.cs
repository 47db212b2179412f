namespace OffRamp.Functions.Hosting.Durable;

/// <summary>How long an orchestration is told to wait: a duration and no point in time, because the engine's clock need not be the business's.</summary>
internal static class DurableWait
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Clocks of two machines differ a little, and the provider for Azure Storage counts whole seconds, so that a timer is heard up to one
    /// second early: a time that has just passed, or is left then, must not become a busy loop.
    /// </summary>
    private static readonly TimeSpan InsteadOfShort = TimeSpan.FromSeconds(2);

    /// <summary>The SDK splits longer timers, by the engine's clock.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    public static TimeSpan Until(DateTimeOffset time, DateTimeOffset now)
    {
        var wait = time - now;
        return wait < Short ? InsteadOfShort : wait > Longest ? Longest : wait;
    }
}
