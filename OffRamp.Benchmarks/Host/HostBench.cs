namespace OffRamp.Benchmarks.Host;

/// <summary>
/// <c>./bench host</c>: the same sell-like workflow in the local host and in other engines, in rounds that take turns,
/// because a machine is never twice the same. What counts are ratios within one run.
/// </summary>
internal static class HostBench
{
    private static readonly string[] Peers = ["restate", "dbos"];

    public static async Task RunAsync(HostBenchOptions options)
    {
        var report = new Report(options);
        await using var outside = await Outside.StartAsync();
        var engines = Engines(options);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var make in engines)
            {
                await using var engine = make();
                report.Add(engine.Name, round, await SafelyAsync(engine, () => Throughput.MeasureAsync(engine, outside, options)));
            }
        }
        foreach (var make in options.Waiting > 0 ? engines : [])
        {
            await using var engine = make();
            report.Add(engine.Name, await SafelyAsync(engine, () => Waiting.MeasureAsync(engine, outside, options)));
        }
        report.Print();
    }

    /// <summary>Whoever fails has said why.</summary>
    private static async Task<T> SafelyAsync<T>(SellEngine engine, Func<Task<T>> measure)
    {
        try
        {
            return await measure();
        }
        catch (Exception)
        {
            Console.Error.WriteLine($"{engine.Name} failed. {engine.Trouble}");
            throw;
        }
    }

    private static List<Func<SellEngine>> Engines(HostBenchOptions options)
    {
        var engines = new List<Func<SellEngine>>();
        if (options.Wants(LocalHostEngine.ShortName))
        {
            engines.Add(() => new LocalHostEngine(options.App));
        }
        foreach (var peer in Peers.Where(options.Wants))
        {
            var missing = options.Peers is { } folder ? PeerEngine.WhyNot(peer, folder) : "neither --peers nor OFFRAMP_PEERS says where it is";
            if (missing is null)
            {
                engines.Add(() => new PeerEngine(peer, options.Peers!));
            }
            else
            {
                Console.WriteLine($"{peer} is left out: {missing}.");
            }
        }
        return engines;
    }
}
