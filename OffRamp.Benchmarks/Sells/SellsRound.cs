using System.Diagnostics;
using OffRamp.Benchmarks.Host;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Sells;

/// <summary>A round of whole sells of one build. Times are medians.</summary>
/// <param name="SellsPerSecond">With many at once.</param>
/// <param name="Cpu">CPU seconds of 1,000 sells, by process.</param>
/// <param name="EndToEndP50">Milliseconds from a session to the partner's notice that its sell is completed, with many at once.</param>
/// <param name="EndToEndP99">The same of the slowest in a hundred.</param>
/// <param name="BusyPayout">Milliseconds from the deposit's notice to the payout's call, with many at once.</param>
/// <param name="AlonePayout">The same, of sells that are alone.</param>
/// <param name="AloneAsked">How often storage was asked in that time.</param>
/// <param name="AloneAsking">Milliseconds of it in which storage was being asked.</param>
/// <param name="Operations">What storage was asked for a sell that is alone, by kind.</param>
/// <param name="BusyOperations">All operations of a sell, with many at once.</param>
/// <param name="ReadySeconds">From the start of <c>./run</c> until it said that it is ready.</param>
/// <param name="FirstAnswer">Milliseconds from the worker's start to its first answer.</param>
internal sealed record SellsRound(
    double SellsPerSecond, IReadOnlyDictionary<string, double> Cpu, double EndToEndP50, double EndToEndP99, double BusyPayout, double AlonePayout,
    double AloneAsked, double AloneAsking, IReadOnlyDictionary<string, double> Operations, double BusyOperations, double ReadySeconds, double FirstAnswer)
{
    public double TotalCpu => Cpu.Values.Sum();

    public double TableOperations => Operations.Where(operation => operation.Key.StartsWith("table ", StringComparison.Ordinal)).Sum(operation => operation.Value);

    public static async Task<SellsRound> MeasureAsync(ProductBuild build, SellsBenchOptions options)
    {
        await using var world = await ProductWorld.StartAsync(build);
        using var seller = new Seller(world);
        await seller.FollowAsync();
        await seller.RunAsync(Math.Min(options.Sells, Throughput.MostWarmUp), options.AtOnce);
        var before = await world.Product.QuietAsync();
        var alone = await seller.RunAsync(options.Alone, atOnce: 1);
        var between = await world.Product.QuietAsync();
        var asked = await world.Product.LastOperationsAsync();
        var asking = alone.ConvertAll(sell => sell.NoticeToPayout.Of(asked));

        var cpu = world.Product.CpuSeconds();
        var began = Stopwatch.GetTimestamp();
        var busy = await seller.RunAsync(options.Sells, options.AtOnce);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = await world.Product.QuietAsync();
        var used = world.Product.CpuSeconds().ToDictionary(part => part.Key, part => (part.Value - cpu.GetValueOrDefault(part.Key)) * 1000 / options.Sells);

        var ends = busy.ConvertAll(sell => sell.EndToEnd);
        return new(
            options.Sells / elapsed, used, Statistics.Percentile(ends, 50), Statistics.Percentile(ends, 99),
            Statistics.Median(busy.Select(sell => sell.NoticeToPayout.Milliseconds)), Statistics.Median(alone.Select(sell => sell.NoticeToPayout.Milliseconds)),
            Statistics.Median(asking.Select(one => (double)one.Count)), Statistics.Median(asking.Select(one => one.Milliseconds)),
            ASell(before, between, options.Alone), ASell(between, after, options.Sells).Values.Sum(), world.Product.ReadySeconds, world.Product.FirstAnswerMilliseconds);
    }

    private static Dictionary<string, double> ASell(Dictionary<string, int> before, Dictionary<string, int> after, int sells) => after
        .Select(count => (count.Key, Value: (count.Value - before.GetValueOrDefault(count.Key)) / (double)sells))
        .Where(count => count.Value > 0)
        .ToDictionary(count => count.Key, count => count.Value);
}

/// <summary>A round of the bare workflow on the same host, which <c>./bench host</c> measures more closely.</summary>
/// <param name="SellsPerSecond">With many at once.</param>
/// <param name="Cpu">CPU seconds of 1,000 sells.</param>
/// <param name="BusyPayout">Milliseconds from the deposit's event to the payout's call, with many at once.</param>
/// <param name="AlonePayout">The same, of sells that are alone.</param>
internal sealed record BareRound(double SellsPerSecond, double Cpu, double BusyPayout, double AlonePayout)
{
    public static async Task<BareRound> MeasureAsync(SellsBenchOptions options)
    {
        await using var outside = await Outside.StartAsync();
        await using var engine = new LocalHostEngine(options.BareApp);
        await engine.StartAsync(outside.Address);
        using var many = new SellDriver(engine, outside, options.AtOnce);
        await many.RunAsync(Math.Min(options.Sells, Throughput.MostWarmUp));
        using var one = new SellDriver(engine, outside, atOnce: 1);
        var alone = await one.RunAsync(options.Alone);
        var busy = await Burst.MeasureAsync(engine, many, options.Sells);
        return new(
            busy.SellsPerSecond, busy.CpuPerThousand,
            Statistics.Median(busy.Sells.Select(sell => sell.ToldToPayout)), Statistics.Median(alone.Select(sell => sell.ToldToPayout)));
    }
}
