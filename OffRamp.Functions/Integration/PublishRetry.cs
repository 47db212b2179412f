using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Integration;

/// <summary>When an event that the topic did not take is tried again. None is ever given up.</summary>
internal static class PublishRetry
{
    /// <summary>Not the wait of a bad moment any more: somebody should look.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const int FailuresToLongest = 10;

    /// <param name="failed">How often it was tried in vain, from 1.</param>
    /// <param name="id">Spreads the tries, so that what failed together does not come back together.</param>
    /// <param name="isRefused">Whether the topic said so, and will say so again until somebody changes something.</param>
    public static TimeSpan WaitAfter(int failed, EventId id, bool isRefused)
    {
        var wait = isRefused || failed >= FailuresToLongest ? Longest : TimeSpan.FromSeconds(1 << (failed - 1));
        return wait * (1 + (WebhookRetry.Spread(id, failed) / 10));
    }
}
