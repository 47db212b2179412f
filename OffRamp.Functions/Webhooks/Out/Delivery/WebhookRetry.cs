namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>When a webhook that was not taken is tried again, and when it is given up.</summary>
internal static class WebhookRetry
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <param name="failed">How often it was tried in vain, from 1.</param>
    /// <param name="id">Spreads the tries, so that what failed together does not come back together.</param>
    /// <param name="retryAfter">What the endpoint asked for: it makes the wait longer, never shorter.</param>
    /// <returns>How long to wait; null: it is given up.</returns>
    public static TimeSpan? WaitAfter(int failed, EventId id, TimeSpan? retryAfter)
    {
        if (failed > Waits.Length)
        {
            return null;
        }

        var wait = Waits[failed - 1] * (1 + (Spread(id, failed) / 10));
        var asked = retryAfter < Longest ? retryAfter.Value : retryAfter is null ? TimeSpan.Zero : Longest;
        return asked > wait ? asked : wait;
    }

    /// <summary>From 0 to 1, and the same for the same try.</summary>
    public static double Spread(EventId id, int failed)
    {
        var hash = 2166136261u;
        foreach (var character in $"{id}|{failed}")
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash / (double)uint.MaxValue;
    }
}
