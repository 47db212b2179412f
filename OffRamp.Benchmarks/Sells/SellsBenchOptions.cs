using OffRamp.Benchmarks.Host;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Sells;

/// <summary>What <c>./bench sells</c> is asked for.</summary>
internal sealed record SellsBenchOptions
{
    public const string Usage =
        """
        ./bench sells [--sells 500] [--at-once 50] [--alone 30] [--rounds 3] [--durable 0] [--durable-rest 155] [--against FOLDER] [--pictures FOLDER] [--app FOLDER] [--bare-app FOLDER]
          Whole sells through the API, of the product as ./run starts it: sells a second, CPU by process, storage operations, and
          from the deposit's notice to the payout's call, beside the bare workflow of ./bench host. --against measures a
          checkout of another commit in turn, which is built. --durable counts that many sells on Durable's own storage too, which takes eight minutes;
          --durable-rest is how many seconds it waits after sells: fewer than 155, and the timers of their deposits are not among it.
          --pictures draws its medians there as SVG.
          --app starts the app in FOLDER in place of ./run; --bare-app is the published app of the bare workflow.
        """;

    /// <summary>Measured sells of a round.</summary>
    public int Sells { get; private init; } = 500;

    public int AtOnce { get; private init; } = 50;

    /// <summary>Sells of a round that are measured one after the other.</summary>
    public int Alone { get; private init; } = 30;

    public int Rounds { get; private init; } = 3;

    /// <summary>Sells that are counted where Durable's state is in Azurite too; 0: none.</summary>
    public int Durable { get; private init; }

    /// <summary>Seconds until the timers of all that was sold have fired.</summary>
    public int DurableRest { get; private init; } = 155;

    /// <summary>The build of another checkout; null: none.</summary>
    public ProductBuild? Other { get; private init; }

    /// <summary>Where pictures are written; null: nowhere.</summary>
    public string? Pictures { get; private init; }

    /// <summary>The app; null: what <c>./run</c> starts.</summary>
    public string? App { get; private init; }

    public string BareApp { get; private init; } = HostBenchOptions.BuiltBeside();

    public ProductBuild Ours => ProductBuild.This(App);

    public IReadOnlyList<ProductBuild> Builds => Other is null ? [Ours] : [Ours, Other];

    /// <exception cref="FormatException">Something else was asked.</exception>
    public static SellsBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SellsBenchOptions();
        foreach (var (name, value) in Arguments.Pairs(args))
        {
            options = name switch
            {
                "--sells" => options with { Sells = Arguments.Number(value) },
                "--at-once" => options with { AtOnce = Arguments.Number(value) },
                "--alone" => options with { Alone = Arguments.Number(value) },
                "--rounds" => options with { Rounds = Arguments.Number(value) },
                "--durable" => options with { Durable = Arguments.Number(value) },
                "--durable-rest" => options with { DurableRest = Arguments.Number(value) },
                "--against" => options with { Other = ProductBuild.Other(Path.GetFullPath(value)) },
                "--pictures" => options with { Pictures = Path.GetFullPath(value) },
                "--app" => options with { App = Path.GetFullPath(value) },
                "--bare-app" => options with { BareApp = Path.GetFullPath(value) },
                _ => throw new FormatException($"{name} is no option."),
            };
        }
        return options;
    }
}
