using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Host;

/// <summary>Tells each measurement as it comes, and in the end the medians, with the goals beside them.</summary>
internal sealed class Report(HostBenchOptions options)
{
    private readonly List<(string Engine, Throughput Round)> rounds = [];
    private readonly List<(string Engine, Waiting Result)> waiting = [];

    private IEnumerable<string> Engines => rounds.Select(round => round.Engine).Distinct();

    public void Add(string engine, int round, Throughput result)
    {
        rounds.Add((engine, result));
        Console.WriteLine($"round {round}, {engine}: {result.SellsPerSecond:0} sells/s, {result.CpuPerThousand:0.00} CPU s per 1,000, ready in {result.ReadySeconds:0.00} s");
    }

    public void Add(string engine, Waiting result)
    {
        waiting.Add((engine, result));
        Console.WriteLine($"{result.Count} waiting, {engine}: {result.KilobytesEach:0.0} KB each, {result.IdlePercent:0.00} % of a core");
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{options.Sells} sells, {options.AtOnce} at once, medians of {options.Rounds}; {options.Waiting} waiting; {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| | sells/s | CPU s per 1,000 | end to end p50 / p99 ms | deposit to payout p50 ms | ready s | KB a waiting sell | idle CPU % | kill -9 to ready s | to first deposit s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var engine in Engines)
        {
            Console.WriteLine($"| {engine} | {Of(engine, r => r.SellsPerSecond):0} | {Of(engine, r => r.CpuPerThousand):0.00} | {Of(engine, r => r.EndToEndP50):0} / {Of(engine, r => r.EndToEndP99):0} "
                + $"| {Of(engine, r => r.DepositToPayoutP50):0.0} | {Of(engine, r => r.ReadySeconds):0.00} | {WaitingOf(engine)} |");
        }
        Console.WriteLine();
        PrintGoals();
        if (options.Pictures is { } folder && rounds.Count > 0)
        {
            Draw(folder, "host-sells.svg", "Sells a second, bare workflows", "sells/s", r => r.SellsPerSecond);
            Draw(folder, "host-cpu.svg", "CPU seconds of 1,000 bare workflows", "CPU s", r => r.CpuPerThousand);
        }
    }

    private void Draw(string folder, string file, string title, string unit, Func<Throughput, double> figure) =>
        BarChart.Write(folder, file, title, unit, Engines.Select(engine => (engine, Of(engine, figure))));

    private void PrintGoals()
    {
        const string ours = LocalHostEngine.ShortName, theirs = "restate";
        if (rounds.Exists(round => round.Engine == ours) && rounds.Exists(round => round.Engine == theirs))
        {
            Goal("sells a second, beside Restate's", RatioOf(ours, theirs, r => r.SellsPerSecond), 1.5, isAtLeast: true);
            Goal("CPU of a sell, beside Restate's", RatioOf(ours, theirs, r => r.CpuPerThousand), 0.9);
        }
        if (rounds.Exists(round => round.Engine == ours))
        {
            Goal("seconds until ready", Of(ours, r => r.ReadySeconds), 2.5);
            Goal("seconds from kill -9 of the worker to the next sell", Of(ours, r => r.NewWorkerSeconds ?? double.NaN), 1);
        }
        foreach (var (_, result) in waiting.Where(result => result.Engine == ours))
        {
            Goal("KB of memory a waiting sell", result.KilobytesEach, 10);
            Goal("% of a core, idle", result.IdlePercent, 1);
            Goal("seconds from a restart after kill -9 to the first deposit", result.FirstDepositSeconds, 2);
        }
    }

    private static void Goal(string what, double value, double goal, bool isAtLeast = false)
    {
        var isMet = isAtLeast ? value >= goal : value <= goal;
        Console.WriteLine($"{(isMet ? "met   " : "MISSED")} {what}: {value:0.00} (goal: {(isAtLeast ? "at least" : "at most")} {goal})");
    }

    private double Of(string engine, Func<Throughput, double> figure) => Statistics.Median(rounds.Where(round => round.Engine == engine).Select(round => figure(round.Round)));

    /// <summary>The median of each round's own ratio.</summary>
    private double RatioOf(string ours, string theirs, Func<Throughput, double> figure) => Statistics.Median(
        rounds.Where(round => round.Engine == ours).Zip(rounds.Where(round => round.Engine == theirs), (mine, other) => figure(mine.Round) / figure(other.Round)));

    private string WaitingOf(string engine) => waiting.Find(result => result.Engine == engine).Result is { } found
        ? $"{found.KilobytesEach:0.0} | {found.IdlePercent:0.00} | {found.ReadyAgainSeconds:0.00} | {found.FirstDepositSeconds:0.00}"
        : "| | |";
}
