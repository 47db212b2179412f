using System.Diagnostics.Metrics;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Sells;

/// <summary>What a payments team watches of sells. Told once for each commit, by whoever made it.</summary>
internal static class SellMetrics
{
    private static readonly Counter<long> Ended = Telemetry.Meter.CreateCounter<long>("offramp.sell.ended", "{sell}", "Sells that reached a status after which nothing is paid.");

    private static readonly Histogram<double> PayoutTime = Telemetry.Meter.CreateHistogram<double>(
        "offramp.sell.payout.time", "s", "From the first deposit seen to the payout settled.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400, 259_200] });

    private static readonly Counter<long> Revived = Telemetry.Meter.CreateCounter<long>("offramp.sell.revived", "{sell}", "Visits that found a sell late.");

    /// <param name="before">As it was read.</param>
    /// <param name="after">As it was committed.</param>
    public static void Committed(Sell before, Sell after)
    {
        if (before.Status != after.Status && after.Status is SellStatus.Completed or SellStatus.Failed or SellStatus.Cancelled)
        {
            Ended.Add(1, new("status", after.Status.ToString().ToLowerInvariant()), new("reason", after.FailureCode ?? "none"));
        }
        if (after.LastPayout is { Status: PayoutStatus.Settled, SettledAt: { } settledAt } payout
            && !before.Payouts.Any(known => known.Id == payout.Id && known.Status == PayoutStatus.Settled)
            && after.LiveDeposits.Any())
        {
            PayoutTime.Record((settledAt - after.LiveDeposits.Min(deposit => deposit.SeenAt)).TotalSeconds, new KeyValuePair<string, object?>("currency", after.Fiat.Code));
        }
    }

    /// <param name="how">What was found and done.</param>
    public static void WasLate(Revival how) => Revived.Add(1, new KeyValuePair<string, object?>("found", how.ToString().ToLowerInvariant()));
}
