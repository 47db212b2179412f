using System.Diagnostics;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>
/// The same random worlds around the product itself, with the real orchestration on its worker: 6 sells here, 2,000 by
/// <c>./soak simulation [seed]</c>. A single one with <c>OFFRAMP_SIM_SEED=n ./soak simulation</c>.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Simulation")]
internal sealed class WholeSimulationTests
{
    private const int Sells = 6;
    private const int SoakSells = 2_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Every_promise_holds_for_every_sell_of_the_product_itself()
    {
        var (from, count) = SimulationSize.Chosen(Sells, SoakSells);
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        var simulator = Simulator.WholeCounted(tally);

        var worst = Enumerable.Range(0, (int)count).Select(number => simulator.Play(DrawPlan.From(from + number))).FirstOrDefault(failure => failure is not null);

        TestContext.WriteLine($"{count} whole sells from seed {from} in {clock.Elapsed.TotalSeconds:0.0} s\n{string.Join('\n', tally.Lines())}");
        if (worst is not null)
        {
            Assert.Fail(Simulator.Whole.Tell(Simulator.Whole.Shrink(worst)));
        }

        Assert.AreEqual("", string.Join('\n', Demands.Missing(tally, count)));
    }

    [TestMethod]
    [DataRow(Bug.NeverRevives, "every sell reaches an end or a person", "operators are reminded every day")]
    [DataRow(Bug.ShortReturnTakenAsFailed, "a short return waits for a person")]
    public void A_mistake_around_the_product_itself_is_found(Bug bug, params string[] checks)
    {
        var found = Enumerable.Range(1, 4 * Sells).Select(seed => Simulator.Whole.Play(DrawPlan.From(seed), bug)).FirstOrDefault(failure => failure is not null);

        TestContext.WriteLine($"{bug}: found in whole sell {found?.Plan.Seed}, by \"{found?.Promise}\"");
        CollectionAssert.Contains(checks, found?.Promise, found?.What);
    }

    [TestMethod]
    public void A_seed_is_the_same_story_every_time()
    {
        var plan = DrawPlan.From(8);

        Assert.AreEqual(Told(plan), Told(plan));
    }

    private static string Told(Plan plan)
    {
        var story = new Story();
        Simulator.Whole.Play(plan, Bug.None, story);
        return story.ToString();
    }
}
