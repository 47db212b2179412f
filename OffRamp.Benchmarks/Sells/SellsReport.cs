using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Sells;

/// <summary>Tells each round as it comes, and in the end medians, ratios of the rounds, and the aims beside them.</summary>
internal sealed class SellsReport(SellsBenchOptions options)
{
    private readonly List<BareRound> bare = [];
    private readonly List<(string Build, SellsRound Round)> rounds = [];

    public void Add(int round, BareRound result)
    {
        bare.Add(result);
        Console.WriteLine($"round {round}, bare workflow: {result.SellsPerSecond:0} sells/s, {result.Cpu:0.0} CPU s per 1,000, told to payout {result.AlonePayout:0.0} ms alone, {result.BusyPayout:0} ms busy");
    }

    public void Add(int round, string build, SellsRound result)
    {
        rounds.Add((build, result));
        Console.WriteLine($"round {round}, {build}: {result.SellsPerSecond:0.0} sells/s, {result.TotalCpu:0.0} CPU s per 1,000 ({Parts(result.Cpu)}), {result.TableOperations:0.0} table operations a sell, "
            + $"notice to payout {result.AlonePayout:0} ms alone, {result.BusyPayout:0} ms busy, ready in {result.ReadySeconds:0.0} s, first answer after {result.FirstAnswer:0} ms");
    }

    public void Print(DurableCount? durable)
    {
        Console.WriteLine();
        Console.WriteLine($"{options.Sells} sells, {options.AtOnce} at once, and {options.Alone} alone; medians of {options.Rounds}; {Environment.ProcessorCount} cores");
        PrintRounds();
        PrintOperations();
        if (durable is not null)
        {
            Console.WriteLine();
            Console.WriteLine($"with Durable's state in Azurite, a sell that is alone, its timer included: {durable.Ours:0} operations on the product's tables, {durable.DurableTables:0} on Durable's, "
                + $"{durable.DurableQueues:0} on its queues, {durable.Blobs:0} on blobs; an app with nothing to do: {durable.IdleAMinute:0} a minute");
        }
        Console.WriteLine();
        PrintAims();
        if (options.Pictures is { } folder)
        {
            Draw(folder);
        }
    }

    private void Draw(string folder)
    {
        string[] builds = [.. options.Builds.Select(build => build.Name)];
        string[] parts = [RunningProduct.Host, RunningProduct.Worker, RunningProduct.Azurite];
        BarChart.Write(
            folder, "sells-cpu.svg", "CPU seconds of 1,000 whole sells, by process", parts,
            [.. builds.Select(build => (build, (IReadOnlyList<double>)[.. parts.Select(part => OfPart(build, part))]))]);
        BarChart.Write(
            folder, "sells-payout.svg", "Milliseconds from the deposit's notice to the payout's call, a sell that is alone", "median",
            [("bare workflow", OfBare(r => r.AlonePayout)), .. builds.Select(build => (build, Of(build, r => r.AlonePayout)))]);
    }

    private void PrintRounds()
    {
        Console.WriteLine();
        Console.WriteLine("| | sells/s | CPU s per 1,000 | of it host | worker | Azurite | end to end p50 / p99 ms | told to payout p50 ms, busy | alone | table operations a sell, alone | all operations, busy | `./run` ready s | worker's first answer ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        Console.WriteLine($"| bare workflow | {OfBare(r => r.SellsPerSecond):0} | {OfBare(r => r.Cpu):0.0} | | | | | {OfBare(r => r.BusyPayout):0} | {OfBare(r => r.AlonePayout):0.0} | | | | |");
        foreach (var build in options.Builds.Select(build => build.Name))
        {
            Console.WriteLine($"| {build} | {Of(build, r => r.SellsPerSecond):0.0} | {Of(build, r => r.TotalCpu):0.0} | {OfPart(build, RunningProduct.Host):0.0} | {OfPart(build, RunningProduct.Worker):0.0} | {OfPart(build, RunningProduct.Azurite):0.0} "
                + $"| {Of(build, r => r.EndToEndP50):0} / {Of(build, r => r.EndToEndP99):0} | {Of(build, r => r.BusyPayout):0} | {Of(build, r => r.AlonePayout):0.0} "
                + $"| {Of(build, r => r.TableOperations):0.0} | {Of(build, r => r.BusyOperations):0.0} | {Of(build, r => r.ReadySeconds):0.0} | {Of(build, r => r.FirstAnswer):0} |");
        }
    }

    private void PrintOperations()
    {
        foreach (var build in options.Builds.Select(build => build.Name))
        {
            var last = rounds.Last(round => round.Build == build).Round.Operations;
            Console.WriteLine();
            Console.WriteLine($"from notice to payout of a sell that is alone, {build}: {Of(build, r => r.AlonePayout):0.0} ms, in {Of(build, r => r.AloneAsking):0.0} of which storage was being asked, {Of(build, r => r.AloneAsked):0} times");
            Console.WriteLine($"operations of a sell that is alone, {build}: {string.Join(", ", last.OrderByDescending(count => count.Value).Select(count => $"{count.Key} {count.Value:0.0}"))}");
        }
    }

    private void PrintAims()
    {
        var ours = options.Ours.Name;
        if (options.Other?.Name is { } other)
        {
            Aim($"CPU of the worker for a sell, beside {other}'s", RatioTo(other, r => r.Cpu.GetValueOrDefault(RunningProduct.Worker)), 0.33);
            Console.WriteLine($"       CPU of all for a sell, beside {other}'s: {RatioTo(other, r => r.TotalCpu):0.00}; sells a second: {RatioTo(other, r => r.SellsPerSecond):0.00}");
        }
        Aim("table operations of a sell that is alone", Of(ours, r => r.TableOperations), 20);
        Aim("notice to payout beside the bare workflow's, alone", RatioToBare(r => r.AlonePayout, b => b.AlonePayout), 3);
        Aim("notice to payout beside the bare workflow's, busy", RatioToBare(r => r.BusyPayout, b => b.BusyPayout), 3);
        Aim("seconds until ./run is ready", Of(ours, r => r.ReadySeconds), 6);
        Aim("milliseconds from the worker's start to its first answer", Of(ours, r => r.FirstAnswer), 600);
    }

    private static void Aim(string what, double value, double most) =>
        Console.WriteLine($"{(value <= most ? "met   " : "MISSED")} {what}: {value:0.00} (aim: at most {most})");

    private static string Parts(IReadOnlyDictionary<string, double> cpu) => string.Join(", ", cpu.Select(part => $"{part.Key} {part.Value:0.0}"));

    private double OfBare(Func<BareRound, double> figure) => Statistics.Median(bare.Select(figure));

    private double Of(string build, Func<SellsRound, double> figure) => Statistics.Median(RoundsOf(build).Select(figure));

    private double OfPart(string build, string part) => Of(build, r => r.Cpu.GetValueOrDefault(part));

    /// <summary>The median of each round's own ratio.</summary>
    private double RatioTo(string other, Func<SellsRound, double> figure) =>
        Statistics.Median(RoundsOf(options.Ours.Name).Zip(RoundsOf(other), (mine, theirs) => figure(mine) / figure(theirs)));

    /// <inheritdoc cref="RatioTo"/>
    private double RatioToBare(Func<SellsRound, double> figure, Func<BareRound, double> bareFigure) =>
        Statistics.Median(RoundsOf(options.Ours.Name).Zip(bare, (mine, plain) => figure(mine) / bareFigure(plain)));

    private IEnumerable<SellsRound> RoundsOf(string build) => rounds.Where(round => round.Build == build).Select(round => round.Round);
}
