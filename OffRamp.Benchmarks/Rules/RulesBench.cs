using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
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
    private const string Usage =
        """
        ./bench rules [--job short|dry]
          Time and allocated bytes of the rules' decision, a replay and the JSON of answers; short is rough, dry only shows that it runs.
        """;

    private readonly HotPaths paths = new(LastTurnOfASell());

    public static int Run(IReadOnlyList<string> args)
    {
        var job = args switch
        {
            [] => Job.Default,
            ["--job", "short"] => Job.ShortRun,
            ["--job", "dry"] => Job.Dry,
            _ => null,
        };
        if (job is null)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }
        // The tests run it as they are built, unoptimised; ./bench builds for release.
        var config = DefaultConfig.Instance
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.GetFullPath("artifacts/bench/rules"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var summary = BenchmarkRunner.Run<RulesBench>(config);
        return summary is { HasCriticalValidationErrors: false } && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success) ? 0 : 1;
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
