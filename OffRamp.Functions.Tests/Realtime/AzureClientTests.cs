using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Realtime;

/// <summary>Microsoft's own client follows a sell, as it would in Azure.</summary>
[TestClass]
public sealed class AzureClientTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task It_hears_how_the_sell_stands_and_then_each_change(bool isReliable)
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();

        await using var follower = await AzureFollower.ConnectAsync(await Follower.AddressAsync(sell), isReliable);
        await follower.UntilAsync(2);
        await FollowSellTests.CompleteAsync(world, sell);
        var last = FollowSellTests.SequenceOf(await sell.ReadAsync());
        await follower.UntilAsync(last);

        CollectionAssert.AreEqual(Enumerable.Range(2, (int)last - 1).Select(n => (long)n).ToArray(), follower.Sequences);
    }

    [TestMethod]
    public async Task A_connection_that_is_lost_comes_back_without_a_gap_and_nothing_twice()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();
        await using var follower = await AzureFollower.ConnectAsync(await Follower.AddressAsync(sell), isReliable: true);
        await follower.UntilAsync(2);

        await sell.DepositAsync(stopAt: "seen");
        await follower.UntilAsync(3);
        world.Followers.All.Single().Cut();
        await sell.ConfirmAsync();
        await world.UntilAsync(async () => await sell.StandsAsync() == "completed/paid");
        var last = FollowSellTests.SequenceOf(await sell.ReadAsync());
        await follower.UntilAsync(last);

        CollectionAssert.AreEqual(Enumerable.Range(2, (int)last - 1).Select(n => (long)n).ToArray(), follower.Sequences);
    }

    [TestMethod]
    public async Task It_may_do_nothing_but_listen()
    {
        await using var world = await World.StartAsync();
        var (sell, other) = (await SellDriver.StartAsync(world), await SellDriver.StartAsync(world));
        await using var follower = await AzureFollower.ConnectAsync(await Follower.AddressAsync(sell), isReliable: true);

        Assert.AreEqual("Forbidden", await follower.TryAsync("join", other.SellId));
        Assert.AreEqual("Forbidden", await follower.TryAsync("publish", sell.SellId));
        Assert.AreEqual("Forbidden", await follower.TryAsync("event", "anything"));
    }
}
