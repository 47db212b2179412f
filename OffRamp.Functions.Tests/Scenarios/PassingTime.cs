using System.Net;
using System.Text.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.LocalHost.Clock;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>What moving the clock stops for.</summary>
[TestClass]
public sealed class PassingTime
{
    [TestMethod]
    public void The_local_host_knows_the_apps_index_by_its_names()
    {
        Assert.AreEqual((StorageNames.Index, IndexKeys.OpenPrefix), (SellVisits.Table, SellVisits.OpenSells));
        Assert.AreEqual((OpenSells.WakeAt, OpenSells.VisitAt), (SellVisits.WakeAt, SellVisits.VisitAt));
    }

    /// <summary>Its orchestration is gone, so that nothing but the visits of the open sells can bring it to its end at the right time.</summary>
    [TestMethod]
    public async Task A_sell_whose_orchestration_was_lost_expires_within_three_minutes_of_its_deadline()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(5));
        await sell.TerminateAsync();

        await world.AdvanceAsync(TimeSpan.FromDays(1));

        var shown = await sell.ReadAsync();
        var (created, ended) = (shown.GetProperty("created_at").GetDateTimeOffset(), shown.GetProperty("updated_at").GetDateTimeOffset());
        Assert.AreEqual("failed/expired deposit_timeout", await sell.StandsAsync());
        Assert.IsLessThan(TimeSpan.FromMinutes(6 * 60 + 3), ended - created);
    }

    [TestMethod]
    [DoNotParallelize]
    public async Task A_day_of_a_hundred_waiting_sells_passes_in_ten_seconds()
    {
        await using var world = await World.StartAsync();
        await Parallel.ForAsync(0, 100, async (n, _) => await SellDriver.StartAsync(world, user: $"waiting{n}"));
        var began = TimeProvider.System.GetTimestamp();

        await world.AdvanceAsync(TimeSpan.FromDays(1));

        var took = TimeProvider.System.GetElapsedTime(began);
        TestContext.WriteLine($"{took.TotalSeconds:0.0} s");
        Assert.IsLessThan(TimeSpan.FromSeconds(10), took);
    }

    public TestContext TestContext { get; set; } = null!;
}
