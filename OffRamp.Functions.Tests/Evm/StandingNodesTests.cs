using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>More than half of the nodes answer, and know nothing newer: what came since they do not say.</summary>
[TestClass]
public sealed class StandingNodesTests
{
    [TestMethod]
    public async Task While_nodes_stand_still_somebody_is_told_no_sell_expires_and_none_begins()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.LookAsync();
        StandAt(world, await world.Chain.NewestAsync());
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        for (var hours = 0; hours < 8; hours++)
        {
            world.Shop.Clock.Advance(TimeSpan.FromHours(1));
            await world.MineAsync();
            await world.LookAsync();
            await world.Shop.WalkAsync(session);
        }

        var waiting = await world.Shop.ReadSellAsync(session);
        var heard = world.Alarms.Heard("is 15 minutes old").Count;
        var address = await world.Shop.Services.GetRequiredService<EvmNetwork>().Part<EvmCustodian>().CreateAddressAsync(
            PrefixedId.Parse<SellId>(session.SellId), world.Shop.Services.GetRequiredService<Assets>().All.First(asset => asset.Network == Network.ERC20), default);
        world.Hear();
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        var after = await world.LookAndReadAsync(session);

        Assert.AreEqual("awaiting_deposit", waiting.Text("phase"));
        Assert.AreEqual(8, heard);
        Assert.IsNull(address);
        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(after));
    }

    [TestMethod]
    public async Task Nodes_that_have_fallen_behind_what_was_read_are_told_of()
    {
        await using var world = await ChainWorld.OpenAsync();
        await world.SellAsync();
        await world.MineAsync(20);
        await world.LookAsync();
        StandAt(world, (await world.Part<WatchStore>().ReadCursorAsync(default))!.Block - 1);

        await world.LookAsync();
        var soon = world.Alarms.Heard("ALARM").Count;
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.LookAsync();

        Assert.AreEqual(0, soon);
        Assert.HasCount(1, world.Alarms.Heard("is 15 minutes old"));
    }

    [TestMethod]
    public async Task Where_blocks_come_and_none_becomes_final_somebody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_FINAL_AFTER", "50"));
        await world.MineAsync(60);
        await world.SellAsync();
        await world.LookAsync();
        var soon = world.Alarms.Heard("ALARM").Count;

        world.Shop.Clock.Advance(TimeSpan.FromMinutes(121));
        await world.MineAsync();
        await world.LookAsync();
        var heard = world.Alarms.Heard("become final").Count;
        await world.MineAsync(60);
        await world.LookAsync();

        Assert.AreEqual("0, 1, 1", $"{soon}, {heard}, {world.Alarms.Heard("become final").Count}");
    }

    private static void StandAt(ChainWorld world, long block) => world.Hear((method, answer) =>
    {
        if (method == "eth_blockNumber")
        {
            answer["result"] = $"0x{block:x}";
        }

        return answer;
    });
}
