namespace OffRamp.Functions.Sells;

/// <summary>
/// When a sell looks at its inbox without having been told to: an event is only a hint and may be lost, so it looks
/// 1, 5 and 30 minutes and 2 hours after entering a phase, then every 2 hours, and always at the phase's deadline.
/// </summary>
internal static class LookRules
{
    private static readonly TimeSpan[] Early = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);

    /// <summary>The next look strictly after now, at most the deadline; a deadline that has passed is due at once.</summary>
    public static DateTimeOffset Next(DateTimeOffset since, DateTimeOffset now, DateTimeOffset deadline)
    {
        var next = Next(since, now);
        return next < deadline ? next : deadline;
    }

    public static DateTimeOffset Next(DateTimeOffset since, DateTimeOffset now)
    {
        foreach (var pause in Early)
        {
            if (since + pause > now)
            {
                return since + pause;
            }
        }

        var rounds = Math.Max(1, ((now - since).Ticks / Later.Ticks) + 1);
        return since + (rounds * Later);
    }
}
