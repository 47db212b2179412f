using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Sells;

/// <summary>
/// <c>./bench sells</c>: whole sells through the API. The bare workflow, this build and another one take turns, round by
/// round, because a machine is never twice the same; what counts are ratios within one run.
/// </summary>
internal static class SellsBench
{
    public static async Task RunAsync(SellsBenchOptions options)
    {
        await BuildAsync(options);
        var report = new SellsReport(options);
        for (var round = 1; round <= options.Rounds; round++)
        {
            report.Add(round, await BareRound.MeasureAsync(options));
            foreach (var build in options.Builds)
            {
                report.Add(round, build.Name, await SellsRound.MeasureAsync(build, options));
            }
        }
        report.Print(options.Durable > 0 ? await DurableCount.MeasureAsync(options.Ours, options) : null);
    }

    /// <summary>Started once and ended, so that no measured start builds anything.</summary>
    private static async Task BuildAsync(SellsBenchOptions options)
    {
        foreach (var build in options.Builds.Where(build => build.App is null))
        {
            await using var world = await ProductWorld.StartAsync(build);
        }
    }
}
