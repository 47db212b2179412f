using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sells.Store;

/// <summary>How much users' crypto is neither paid for nor sent back, by how long it has been here: added up in the nightly look at all ledgers.</summary>
internal sealed class HeldMoney(DateTimeOffset now)
{
    private static readonly (TimeSpan Under, string Name)[] Ages =
        [(TimeSpan.FromHours(1), "1h"), (TimeSpan.FromDays(1), "1d"), (TimeSpan.FromDays(7), "7d"), (TimeSpan.MaxValue, "older")];

    private static readonly Gauge<double> Gauge = Telemetry.Meter.CreateGauge<double>(
        "offramp.money.held", "{coin}", "Confirmed deposits that are neither paid for nor refunded, by their age.");

    // A gauge says the last value until it is told another: what was there yesterday is told today, as nothing.
    private static readonly ConcurrentDictionary<string, bool> Known = new();

    private readonly ConcurrentDictionary<SellId, (string Asset, string Age, double Amount)> held = new();

    /// <summary>Counted once, however often it is read.</summary>
    public void Add(Sell sell)
    {
        if (sell.Unassigned is { IsPositive: true } amount)
        {
            var age = now - sell.LiveDepositsOfAnyKind.Min(deposit => deposit.SeenAt);
            Known.TryAdd(sell.Asset.Code, true);
            held[sell.Id] = (sell.Asset.Code, Ages.First(band => age < band.Under).Name, double.Parse(amount.ToString(), CultureInfo.InvariantCulture));
        }
    }

    public void Report()
    {
        foreach (var (asset, (_, age)) in from asset in Known.Keys from age in Ages select (asset, age))
        {
            Gauge.Record(held.Values.Where(sell => sell.Asset == asset && sell.Age == age).Sum(sell => sell.Amount), new("asset", asset), new("age", age));
        }
    }
}
