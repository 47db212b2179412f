using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>
/// Random worlds against the product's rules: 2,000 sells here, 1,000,000 by <c>./soak simulation [seed] [count]</c>;
/// a single one with <c>OFFRAMP_SIM_SEED=n ./soak simulation</c>, and with a mistake of <see cref="Bug"/> by <c>OFFRAMP_SIM_BUG</c>.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Simulation")]
public sealed class SimulationTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Every_promise_holds_for_every_sell_and_every_fault_has_happened()
    {
        var (from, count) = SimulationSize.Chosen(2_000, 1_000_000);
        var bug = Enum.TryParse<Bug>(Environment.GetEnvironmentVariable("OFFRAMP_SIM_BUG"), out var planted) ? planted : Bug.None;

        var run = SimulationRun.Play(from, count, bug, line => TestContext.DisplayMessage(MessageLevel.Informational, line));

        // At once: what comes after may take long.
        TestContext.DisplayMessage(MessageLevel.Informational, string.Join('\n', run.Lines()));
        if (run.Worst is { } worst)
        {
            Assert.Fail(Simulator.Rules.Tell(Simulator.Rules.Shrink(worst, bug), bug));
        }

        Assert.AreEqual("", string.Join('\n', bug == Bug.None ? Demands.Unmet(run.Tally, count) : []));
    }
}
