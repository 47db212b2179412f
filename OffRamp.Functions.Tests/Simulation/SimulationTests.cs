using System.Diagnostics;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// Random worlds against the product's rules: 2,000 sells here, 1,000,000 by <c>./soak simulation [seed] [count]</c>;
/// a single one with <c>OFFRAMP_SIM_SEED=n ./soak simulation</c>, and with a mistake of <see cref="Bug"/> by <c>OFFRAMP_SIM_BUG</c>.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Simulation")]
public sealed class SimulationTests
{
    private const long ProgressEvery = 50_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Every_promise_holds_for_every_sell()
    {
        var (from, count) = SimulationSize.Chosen(2_000, 1_000_000);
        var bug = Enum.TryParse<Bug>(Environment.GetEnvironmentVariable("OFFRAMP_SIM_BUG"), out var planted) ? planted : Bug.None;
        var clock = Stopwatch.StartNew();
        Failure? worst = null;
        var kinds = new Dictionary<string, (int Times, long Seed)>();

        var played = 0L;
        // Without a bound a loop that runs for an hour is given ever more threads.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(from, from + count, options, seed =>
        {
            if (Interlocked.Increment(ref played) % ProgressEvery == 0)
            {
                TestContext.DisplayMessage(MessageLevel.Informational, $"{Volatile.Read(ref played)} of {count} sells played, {clock.Elapsed.TotalSeconds:0} s");
            }

            if (Simulator.Rules.Play(DrawPlan.From(seed), bug) is { } failure)
            {
                lock (kinds)
                {
                    var known = kinds.GetValueOrDefault(failure.Promise, (0, seed));
                    kinds[failure.Promise] = (known.Item1 + 1, Math.Min(known.Item2, seed));
                    worst = worst is null || seed < worst.Plan.Seed ? failure : worst;
                }
            }
        });

        TestContext.WriteLine($"{count} sells from seed {from} in {clock.Elapsed.TotalSeconds:0.0} s");
        foreach (var line in Tally.Lines())
        {
            TestContext.WriteLine(line);
        }

        foreach (var (promise, (times, seed)) in kinds)
        {
            TestContext.WriteLine($"{promise}: {times} times, first in seed {seed}");
        }

        if (worst is not null)
        {
            Assert.Fail(Simulator.Rules.Tell(Simulator.Rules.Shrink(worst, bug), bug));
        }
    }
}
