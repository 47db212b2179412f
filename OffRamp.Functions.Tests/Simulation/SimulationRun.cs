using System.Diagnostics;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Plays seeds on all processors, and keeps what happened in them and what broke.</summary>
internal sealed class SimulationRun
{
    private const long ProgressEvery = 10_000;
    private const int SlowestTold = 5;
    private readonly Lock gate = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, (int Times, long Seed)> broken = [];
    private readonly PriorityQueue<long, TimeSpan> slowest = new();
    private long played;

    private SimulationRun(long from) => From = from;

    public Tally Tally { get; } = new();

    /// <summary>The failure of the lowest seed; null where every promise held.</summary>
    public Failure? Worst { get; private set; }

    private long From { get; }

    public static SimulationRun Play(long from, long count, Bug bug, Action<string> progress)
    {
        var run = new SimulationRun(from);
        var simulator = Simulator.Counted(run.Tally);

        // Without a bound a loop that runs for an hour is given ever more threads.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(from, from + count, options, seed =>
        {
            var begun = Stopwatch.GetTimestamp();
            var failure = simulator.Play(DrawPlan.From(seed), bug);
            if (run.Keep(seed, Stopwatch.GetElapsedTime(begun), failure) is var soFar && soFar % ProgressEvery == 0)
            {
                progress($"{soFar} of {count} sells played, {run.clock.Elapsed.TotalSeconds:0} s");
            }
        });
        run.clock.Stop();
        return run;
    }

    /// <summary>What there is to say of it.</summary>
    public IEnumerable<string> Lines() =>
    [
        $"{played} sells from seed {From} in {clock.Elapsed.TotalSeconds:0.0} s",
        .. slowest.UnorderedItems.OrderByDescending(sell => sell.Priority).Select(sell => $"slow: seed {sell.Element}, {sell.Priority.TotalMilliseconds:0} ms"),
        .. Tally.Lines(),
        .. broken.Select(promise => $"BROKEN: {promise.Key}, {promise.Value.Times} times, first in seed {promise.Value.Seed}"),
    ];

    private long Keep(long seed, TimeSpan time, Failure? failure)
    {
        lock (gate)
        {
            slowest.Enqueue(seed, time);
            _ = slowest.Count > SlowestTold && slowest.TryDequeue(out _, out _);
            if (failure is not null)
            {
                var known = broken.GetValueOrDefault(failure.Promise, (Times: 0, Seed: seed));
                broken[failure.Promise] = (known.Times + 1, Math.Min(known.Seed, seed));
                Worst = Worst is null || seed < Worst.Plan.Seed ? failure : Worst;
            }

            return ++played;
        }
    }
}
