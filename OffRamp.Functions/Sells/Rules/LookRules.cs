namespace OffRamp.Functions.Sells.Rules;

/// <summary>
/// When a sell is visited without having been told to: an event is only a hint and may be lost, so it is looked at
/// 1, 5 and 30 minutes and 2 hours after entering a phase, then every 2 hours.
/// </summary>
internal static class LookRules
{
    /// <summary>What an orchestration may take to do what was due, before somebody comes to see why not.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What an orchestration that runs may take to hear of something that was stored, or of its timer.</summary>
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan[] Early = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);

    /// <summary>When a sell is to be visited: at its next look, or once it has broken the promise to move by then.</summary>
    /// <param name="since">When it entered its phase.</param>
    /// <param name="now">The time.</param>
    /// <param name="promise">By when its orchestration moves it.</param>
    public static DateTimeOffset NextVisit(DateTimeOffset since, DateTimeOffset now, DateTimeOffset promise)
    {
        var look = Next(since, now);
        return look < promise + Grace ? look : promise + Grace;
    }

    /// <summary>Whether whoever is there, for whatever reason, finds the promise broken.</summary>
    public static bool IsBroken(DateTimeOffset promise, DateTimeOffset now) => promise + Hearing <= now;

    /// <summary>Whether an orchestration that runs had its time to hear of what is stored for its sell.</summary>
    /// <param name="storedAt">When that was; null where nobody said.</param>
    /// <param name="hints">How often a visitor has told it since.</param>
    /// <param name="now">The time.</param>
    public static bool IsDeaf(DateTimeOffset? storedAt, int hints, DateTimeOffset now) => hints > 0 || storedAt is null || now >= storedAt + Hearing;

    /// <summary>The next look strictly after now.</summary>
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
