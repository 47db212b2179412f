using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Sells;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary>
/// What is done for every sell may not cost much more than it does: bytes, which a busy machine does not change. Each budget is
/// a third above what was measured; the operations of a sell are held by <see cref="Scenarios.OrdinarySells"/>.
/// </summary>
[TestClass]
public sealed class BudgetTests
{
    private const int Times = 50;

    private readonly HotPaths paths = new(RecordedHistories.Read("paid-told").Last(turn => turn.Function == SellOrchestration.Name).Request);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void The_rules_hear_of_a_deposit_within_their_budget() => Holds(paths.Decide, 18_700);

    [TestMethod]
    public void A_turn_is_replayed_within_its_budget() => Holds(paths.Replay, 47_000);

    [TestMethod]
    public void A_sell_is_shown_within_its_budget() => Holds(paths.Show, 8_700);

    [TestMethod]
    public void A_list_is_shown_within_its_budget() => Holds(paths.List, 82_000);

    private void Holds(Func<object> path, long budget)
    {
        path();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            path();
        }
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Times;

        TestContext.WriteLine($"{allocated} bytes");
        Assert.IsLessThanOrEqualTo(budget, allocated);
    }
}
