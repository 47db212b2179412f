using System.Diagnostics;
using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Host;

/// <summary>A round of sells: per second, CPU seconds for 1,000 (everything that the engine is), milliseconds, and seconds until it was ready on fresh data, and until it took a sell after its worker was killed, where it has one.</summary>
internal sealed record Throughput(
    double SellsPerSecond, double CpuPerThousand, double EndToEndP50, double EndToEndP99, double DepositToPayoutP50, double ReadySeconds, double? NewWorkerSeconds)
{
    public const int MostWarmUp = 200;

    public static async Task<Throughput> MeasureAsync(SellEngine engine, Outside outside, HostBenchOptions options)
    {
        var began = Stopwatch.GetTimestamp();
        await engine.StartAsync(outside.Address);
        var ready = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var driver = new SellDriver(engine, outside, options.AtOnce);
        await driver.RunAsync(Math.Min(options.Sells, MostWarmUp));

        var burst = await Burst.MeasureAsync(engine, driver, options.Sells);
        var (ends, payouts) = (burst.Sells.ConvertAll(sell => sell.EndToEnd), burst.Sells.ConvertAll(sell => sell.DepositToPayout));
        return new(burst.SellsPerSecond, burst.CpuPerThousand, Statistics.Percentile(ends, 50), Statistics.Percentile(ends, 99), Statistics.Percentile(payouts, 50), ready, await ReplaceWorkerAsync(engine, driver));
    }

    private static async Task<double?> ReplaceWorkerAsync(SellEngine engine, SellDriver driver)
    {
        var began = Stopwatch.GetTimestamp();
        if (!engine.TryKillWorker())
        {
            return null;
        }

        await driver.StartOneAsync();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}

/// <summary>As many sells as an engine does at once: how many a second, CPU seconds for 1,000, and how long each took.</summary>
internal sealed record Burst(double SellsPerSecond, double CpuPerThousand, List<SellTimes> Sells)
{
    public static async Task<Burst> MeasureAsync(SellEngine engine, SellDriver driver, int sells)
    {
        var cpu = ProcessTree.CpuSeconds(engine.Roots);
        var began = Stopwatch.GetTimestamp();
        var times = await driver.RunAsync(sells);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(sells / elapsed, (ProcessTree.CpuSeconds(engine.Roots) - cpu) * 1000 / sells, times);
    }
}

/// <summary>
/// Sells that wait for their deposits: KB of memory each, the share of a core that they take, and seconds from a start
/// after <c>kill -9</c> of everything until it was ready, and until it acted on the first deposit.
/// </summary>
internal sealed record Waiting(int Count, double KilobytesEach, double IdlePercent, double ReadyAgainSeconds, double FirstDepositSeconds)
{
    public static async Task<Waiting> MeasureAsync(SellEngine engine, Outside outside, HostBenchOptions options)
    {
        await engine.StartAsync(outside.Address);
        using var driver = new SellDriver(engine, outside, options.AtOnce);
        await driver.RunAsync(Math.Min(options.Waiting, 200));
        var idle = TimeSpan.FromSeconds(options.IdleSeconds);
        await Task.Delay(idle);
        var before = ProcessTree.MemoryBytes(engine.Roots);
        var ids = await driver.StartAsync(options.Waiting);
        await Task.Delay(idle);
        var memory = ProcessTree.MemoryBytes(engine.Roots) - before;

        var cpu = ProcessTree.CpuSeconds(engine.Roots);
        await Task.Delay(idle);
        cpu = ProcessTree.CpuSeconds(engine.Roots) - cpu;

        await engine.KillAsync();
        var began = Stopwatch.GetTimestamp();
        var deposit = driver.DepositAsync(ids[ids.Count / 2]);
        await engine.StartAgainAsync();
        var ready = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await deposit;
        return new(options.Waiting, memory / 1024.0 / options.Waiting, cpu * 100 / idle.TotalSeconds, ready, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
