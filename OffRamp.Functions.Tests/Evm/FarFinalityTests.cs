using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Networks that are final late, and nodes that take few blocks at once: a look may not get through, all of them together do.</summary>
[TestClass]
public sealed class FarFinalityTests
{
    [TestMethod]
    [DataRow("2", "30", 5_000, DisplayName = "A setting of two blocks, and thirty until a block is final")]
    [DataRow("2000", "64", 20, DisplayName = "Settings as they are shipped, and nodes that take twenty blocks")]
    [DataRow("2000", "4200", 500, DisplayName = "A layer 2 of which twenty minutes are 4,200 blocks, and a provider that takes less than is set")]
    public async Task A_deposit_is_confirmed_however_many_ranges_finality_is_away(string range, string finalAfter, int takenAtOnce)
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", range), ("OFFRAMP_EVM_FINAL_AFTER", finalAfter));
        world.TakeAtOnce(takenAtOnce);
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync(int.Parse(finalAfter, System.Globalization.CultureInfo.InvariantCulture) + 16);

        for (var looks = 0; looks < 4; looks++)
        {
            await world.LookAsync();
        }

        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }

    [TestMethod]
    public async Task Where_nodes_do_not_say_for_long_what_has_come_somebody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var hash = await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        await world.LookAsync();
        await world.MineToConfirmAsync();
        world.Refuse("eth_call");

        await world.LookAsync();
        var soon = world.Alarms.Heard("whether an address has all").Count;
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.LookAsync();
        world.Refuse();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
        Assert.AreEqual(0, soon);
        Assert.Contains(hash, world.Alarms.Heard("whether an address has all").Single());
    }

    [TestMethod]
    public async Task Nodes_that_take_fewer_blocks_than_come_between_two_looks_do_not_leave_the_watcher_behind()
    {
        await using var world = await ChainWorld.OpenAsync();
        world.TakeAtOnce(8);
        await world.SellAsync();
        var behind = new List<long>();
        for (var looks = 0; looks < 4; looks++)
        {
            await world.MineAsync(40);
            await world.LookAsync();
            behind.Add(await world.Chain.NewestAsync() - (await world.Part<WatchStore>().ReadCursorAsync(default))!.Block);
        }

        world.Nodes[0].Clear();
        await world.MineAsync(40);
        await world.LookAsync();

        Assert.AreEqual("4, 4, 4, 4", string.Join(", ", behind));
        Assert.IsLessThan(12, world.Nodes[0].Asked.Count(method => method == "eth_getLogs"));
    }

    [TestMethod]
    public async Task A_watcher_that_is_behind_for_long_tells_somebody()
    {
        await using var world = await ChainWorld.OpenAsync();
        await world.SellAsync();
        world.Refuse("eth_getLogs");
        for (var looks = 0; looks < 2; looks++)
        {
            Assert.IsEmpty(world.Alarms.Heard("is read late"));
            world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
            await world.MineToConfirmAsync();
            await world.LookAsync();
        }

        world.Refuse();
        await world.LookAsync();
        var heard = world.Alarms.Heard("is read late").Count;
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.LookAsync();

        Assert.AreEqual(2, heard);
        Assert.HasCount(2, world.Alarms.Heard("is read late"));
    }

    [TestMethod]
    public async Task Where_nodes_refuse_from_the_beginning_to_say_what_an_address_has_somebody_is_told_too()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        world.Refuse("eth_call");

        await world.LookAsync();
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.MineAsync();
        await world.LookAsync();
        var heard = world.Alarms.Heard("whether an address has all").Count;
        world.Refuse();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual(1, heard);
        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
    }

    [TestMethod]
    public async Task The_night_and_an_operator_s_search_get_through_though_nodes_take_few_blocks()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.MineAsync(600);
        var hash = await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        world.TakeAtOnce(1);

        await world.Part<CheckChain>().RunAsync(default);
        var sell = await world.Shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default);
        var asset = world.Shop.Services.GetRequiredService<Assets>().All.Single(asset => asset.Network == Network.ERC20 && asset.Currency == Currency.USDT);
        var found = await world.Shop.Services.GetRequiredService<ListDeposits>().FindAsync(sell!, asset, TxHash.Parse(hash), 0, default);

        Assert.HasCount(1, found);
        Assert.IsEmpty(world.Alarms.Heard("could not be held against"));
    }
}
