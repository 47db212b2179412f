using BenchmarkDotNet.Jobs;
using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Rules;

/// <summary>What <c>./bench rules</c> is asked for.</summary>
internal sealed record RulesBenchOptions
{
    public const string Usage =
        """
        ./bench rules [--job short|dry] [--pictures FOLDER]
          Time and allocated bytes of the rules' decision, a replay and the JSON of answers; short is rough, dry only shows that it runs.
          --pictures draws its medians there as SVG.
        """;

    public Job Job { get; private init; } = Job.Default;

    /// <summary>Where pictures are written; null: nowhere.</summary>
    public string? Pictures { get; private init; }

    /// <exception cref="FormatException">Something else was asked.</exception>
    public static RulesBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new RulesBenchOptions();
        foreach (var (name, value) in Arguments.Pairs(args))
        {
            options = (name, value) switch
            {
                ("--job", "short") => options with { Job = Job.ShortRun },
                ("--job", "dry") => options with { Job = Job.Dry },
                ("--pictures", _) => options with { Pictures = Path.GetFullPath(value) },
                _ => throw new FormatException($"{name} {value} is no option."),
            };
        }
        return options;
    }
}
