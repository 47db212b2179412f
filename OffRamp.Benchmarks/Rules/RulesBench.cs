using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Benchmarks.Rules;

/// <summary>
/// <c>./bench rules</c>: what the app itself computes for a sell, without storage and host. In this process, because the
/// projects' pinned packages do not suit a generated one.
/// </summary>
[MemoryDiagnoser]
[MedianColumn]
[HideColumns("Error", "StdDev", "Job", "Toolchain")]
public class RulesBench
{
    private readonly HotPaths paths = new(LastTurnOfASell());

    internal static Task RunAsync(RulesBenchOptions options)
    {
        // The tests run it as they are built, unoptimised; ./bench builds for release.
        var config = DefaultConfig.Instance
            .AddJob(options.Job.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.GetFullPath("artifacts/bench/rules"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var summary = BenchmarkRunner.Run<RulesBench>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Length == 0 || !summary.Reports.All(report => report.Success))
        {
            throw new InvalidOperationException("A path was not measured.");
        }
        if (options.Pictures is { } folder)
        {
            BarChart.Write(
                folder, "rules-time.svg", "Microseconds of what the app computes, median", "µs",
                summary.Reports.Select(report => (report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''), report.ResultStatistics!.Median / 1000)));
        }
        return Task.CompletedTask;
    }

    [Benchmark(Description = "rules: a confirmed deposit")]
    public object Decide() => paths.Decide();

    [Benchmark(Description = "a sell's last turn replayed")]
    public string Replay() => paths.Replay();

    [Benchmark(Description = "JSON of a sell")]
    public byte[] Show() => paths.Show();

    [Benchmark(Description = "JSON of 20 sells")]
    public byte[] List() => paths.List();

    private static string LastTurnOfASell()
    {
        using var stream = typeof(RulesBench).Assembly.GetManifestResourceStream("paid-told.jsonl")!;
        using var reader = new StreamReader(stream);
        var turns = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));
        return turns.Last(turn => turn.GetProperty("Function").GetString() == "Sell").GetProperty("Request").GetString()!;
    }
}
