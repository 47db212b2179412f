using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Host;

/// <summary>What <c>./bench host</c> is asked for.</summary>
internal sealed record HostBenchOptions
{
    public const string Usage =
        """
        ./bench host [--sells 2000] [--at-once 50] [--rounds 3] [--waiting 10000] [--idle-seconds 20] [--peers FOLDER] [--only NAME,NAME] [--pictures FOLDER] [--app FOLDER]
          Sells a second, CPU and memory of the local host (host, worker and embedded store together), beside Restate and DBOS
          where FOLDER (or OFFRAMP_PEERS) has them. --waiting 0 leaves out what waits; --only names local, restate, dbos.
          --pictures draws its medians there as SVG. --app is the published sell app.
        """;

    /// <summary>Measured sells of a round.</summary>
    public int Sells { get; private init; } = 2000;

    public int AtOnce { get; private init; } = 50;

    /// <summary>Each round measures each engine once, on fresh data; what is told are medians.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>Sells that wait for their deposit while memory and idle CPU are measured; 0: not measured.</summary>
    public int Waiting { get; private init; } = 10_000;

    /// <summary>How long those that wait are left alone, once to settle and once to be measured.</summary>
    public int IdleSeconds { get; private init; } = 20;

    /// <summary>Where the other engines were set up; null: nowhere.</summary>
    public string? Peers { get; private init; } = Environment.GetEnvironmentVariable("OFFRAMP_PEERS") is { Length: > 0 } folder ? folder : null;

    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Where pictures are written; null: nowhere.</summary>
    public string? Pictures { get; private init; }

    /// <summary>The sell app; unless it is said, as it was built beside this program.</summary>
    public string App { get; private init; } = BuiltBeside();

    /// <exception cref="FormatException">Something else was asked.</exception>
    public static HostBenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new HostBenchOptions();
        foreach (var (name, value) in Arguments.Pairs(args))
        {
            options = name switch
            {
                "--sells" => options with { Sells = Arguments.Number(value) },
                "--at-once" => options with { AtOnce = Arguments.Number(value) },
                "--rounds" => options with { Rounds = Arguments.Number(value) },
                "--waiting" => options with { Waiting = Arguments.Number(value) },
                "--idle-seconds" => options with { IdleSeconds = Arguments.Number(value) },
                "--peers" => options with { Peers = value },
                "--app" => options with { App = Path.GetFullPath(value) },
                "--pictures" => options with { Pictures = Path.GetFullPath(value) },
                "--only" => options with { Only = value.Split(',') },
                _ => throw new FormatException($"{name} is no option."),
            };
        }
        return options;
    }

    public bool Wants(string name) => Only.Count == 0 || Only.Contains(name);

    /// <summary>The sell app as it was built beside this program: …/OffRamp.Benchmarks/bin/Release/net10.0.</summary>
    public static string BuiltBeside()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(built.Parent!.Parent!.Parent!.FullName, "SellApp", "bin", built.Parent.Name, built.Name);
    }
}
