using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sells.Store;

/// <summary>What a sell's ledger holds for its user.</summary>
/// <param name="Amount">In the asset; what is on its way back is held until it has arrived.</param>
/// <param name="Since">When the first of what came was seen.</param>
internal sealed record Holding(Money Amount, DateTimeOffset Since)
{
    /// <summary>Null where it holds nothing.</summary>
    public static Holding? Of(Sell sell, IEnumerable<Posting> postings)
    {
        var units = postings.Where(posting => posting.Account == Account.Held && posting.Currency == sell.Asset)
            .Aggregate(Int128.Zero, (sum, posting) => sum + posting.Units);
        return units <= 0
            ? null
            : new(new(units, sell.Asset), sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsConfirmed).Select(deposit => deposit.SeenAt).DefaultIfEmpty(sell.CreatedAt).Min());
    }
}

/// <summary>How much users' crypto is neither paid for nor sent back, by how long it has been here: added up in the nightly look at all ledgers.</summary>
/// <param name="assets">What is told of also where nothing of it is held: a gauge says the last value until it is told another.</param>
/// <param name="now">The night.</param>
internal sealed class HeldMoney(Assets assets, DateTimeOffset now)
{
    private static readonly (TimeSpan Under, string Name)[] Ages =
        [(TimeSpan.FromHours(1), "1h"), (TimeSpan.FromDays(1), "1d"), (TimeSpan.FromDays(7), "7d"), (TimeSpan.MaxValue, "older")];

    private static readonly Gauge<double> Gauge = Telemetry.Meter.CreateGauge<double>(
        "offramp.money.held", "{coin}", "Confirmed deposits that are neither paid for nor refunded, by their age.");

    private readonly ConcurrentDictionary<SellId, Holding?> read = new();
    private readonly ConcurrentDictionary<SellId, Holding> kept = new();

    /// <summary>What its ledger says now. Counted once, however often it is read.</summary>
    public void Read(SellId sell, Holding? holding) => read[sell] = holding;

    /// <summary>What it held when it had ended; what is read of it now, where it goes on after all, counts instead.</summary>
    public void Keep(SellId sell, Holding holding) => kept[sell] = holding;

    public void Report()
    {
        var sums = kept.Where(sell => !read.ContainsKey(sell.Key)).Select(sell => sell.Value).Concat(read.Values.OfType<Holding>())
            .ToLookup(holding => (holding.Amount.Currency.Code, AgeOf(holding)), holding => double.Parse(holding.Amount.ToString(), CultureInfo.InvariantCulture));
        var told = from asset in assets.All.Select(asset => asset.Currency.Code).Distinct() from age in Ages select (asset, age.Name);
        foreach (var (asset, age) in told.Union(sums.Select(sum => sum.Key)))
        {
            Gauge.Record(sums[(asset, age)].Sum(), new("asset", asset), new("age", age));
        }
    }

    private string AgeOf(Holding holding) => Ages.First(band => now - holding.Since < band.Under).Name;
}
