using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Endpoints;

/// <summary>What <c>./bench endpoints</c> is asked for.</summary>
internal sealed record EndpointsBenchOptions
{
    public const string Usage =
        """
        ./bench endpoints [--requests 300] [--at-once 16] [--rounds 3] [--again 1] [--allocations] [--pictures FOLDER] [--app FOLDER]
          Each of the hottest endpoints by itself: requests a second, milliseconds, storage operations, and bytes that the worker allocates.
          Figures are medians of the rounds, each of a product that is new. --again asks for quote, sell and list that many times as often,
          because they cost little. --allocations says of the last round what those bytes are, and who asked for them. --pictures draws the figures there as SVG.
          --app starts the app in FOLDER in place of ./run.
        """;

    /// <summary>Measured requests of each endpoint; half as many go before.</summary>
    public int Requests { get; private init; } = 300;

    public int AtOnce { get; private init; } = 16;

    /// <summary>Each of a product that is new; figures are their medians.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>How many times as many of those that cost little.</summary>
    public int Again { get; private init; } = 1;

    /// <summary>Whether it says what is allocated, by type and by who asks for it.</summary>
    public bool Allocations { get; private init; }

    /// <summary>Where pictures are written; null: nowhere.</summary>
    public string? Pictures { get; private init; }

    /// <summary>The app; null: what <c>./run</c> starts.</summary>
    public string? App { get; private init; }

    public ProductBuild Build => ProductBuild.This(App);

    /// <exception cref="FormatException">Something else was asked.</exception>
    public static EndpointsBenchOptions Parse(IReadOnlyList<string> args)
    {
        const string allocations = "--allocations";
        var options = new EndpointsBenchOptions { Allocations = args.Contains(allocations) };
        foreach (var (name, value) in Arguments.Pairs([.. args.Where(arg => arg != allocations)]))
        {
            options = name switch
            {
                "--requests" => options with { Requests = Arguments.Number(value) },
                "--at-once" => options with { AtOnce = Arguments.Number(value) },
                "--rounds" => options with { Rounds = Math.Max(1, Arguments.Number(value)) },
                "--again" => options with { Again = Arguments.Number(value) },
                "--pictures" => options with { Pictures = Path.GetFullPath(value) },
                "--app" => options with { App = Path.GetFullPath(value) },
                _ => throw new FormatException($"{name} is no option."),
            };
        }
        return options;
    }
}
