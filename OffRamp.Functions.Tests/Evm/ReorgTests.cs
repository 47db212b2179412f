using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What the chain takes back, and gives again.</summary>
[TestClass]
public sealed class ReorgTests
{
    [TestMethod]
    public async Task A_transfer_that_a_reorg_takes_back_is_dropped_and_counts_when_it_comes_again()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        var fork = await world.Chain.SnapshotAsync();
        await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineAsync(2);
        await world.LookAndReadAsync(session);

        await world.Chain.RevertAsync(fork);
        await world.MineAsync(3);
        var dropped = await world.LookAndReadAsync(session);
        await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        await world.Shop.PassAsync(session);
        var paid = await world.Shop.ReadSellAsync(session);

        Assert.AreEqual(
            "awaiting_deposit dropped 250, paid confirmed 250",
            $"{dropped.Text("phase")} {ChainWorld.DepositsOf(dropped)}, {paid.Text("phase")} {ChainWorld.DepositsOf(paid)}");
    }

    [TestMethod]
    public async Task A_block_that_went_and_is_the_chain_s_again_is_told_again()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        var blocks = new List<string>();
        foreach (var isThere in new[] { true, false, true })
        {
            var fork = await world.Chain.SnapshotAsync();
            await (isThere ? world.SendAsync(world.Contracts.Usdt, address, 250) : Task.CompletedTask);
            await world.MineAsync();
            blocks.Add((await world.Chain.AskAsync("eth_getBlockByNumber", "latest", false)).Text("hash")!);
            await world.LookAndReadAsync(session);
            await world.Chain.RevertAsync(fork);
        }

        Assert.AreEqual(blocks[0], blocks[2]);
        Assert.AreEqual(
            "deposit.seen, deposit.dropped, deposit.seen",
            await world.DepositEventsAsync(session));
    }

    [TestMethod]
    public async Task Where_a_final_block_changes_somebody_is_told_and_what_it_held_is_dropped()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var fork = await world.Chain.SnapshotAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        await world.LookAsync();

        await world.Chain.RevertAsync(fork);
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.MineAsync(20);
        await world.LookAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.HasCount(1, world.Alarms.Heard("a final block of the chain has changed"));
        Assert.AreEqual("dropped 250", ChainWorld.DepositsOf(sell));
    }
}
