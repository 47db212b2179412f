using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Anybody can put anything into a transaction that pays an address of ours: it may hold up that address, and no other.</summary>
[TestClass]
public sealed class UnreadTransferTests
{
    [TestMethod]
    public async Task A_transaction_of_which_nodes_do_not_say_the_same_keeps_no_other_sell_and_somebody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        var (session, other) = (await world.SellAsync(), await world.SellAsync());
        var hash = await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(other), 250);
        await world.MineToConfirmAsync();
        Hide(world, hash);

        await world.LookAsync();
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        var (unread, paid) = (await world.LookAndReadAsync(session), await world.LookAndReadAsync(other));
        world.Refuse();
        var read = await world.LookAndReadAsync(session);

        Assert.AreEqual(", confirmed 250, confirmed 250", $"{ChainWorld.DepositsOf(unread)}, {ChainWorld.DepositsOf(paid)}, {ChainWorld.DepositsOf(read)}");
        Assert.Contains(hash, world.Alarms.Heard("nodes do not agree on a transaction")[0]);
    }

    [TestMethod]
    public async Task What_was_told_is_not_taken_back_while_nodes_do_not_say_the_same()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var hash = await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        await world.LookAsync();
        var fork = await world.Chain.SnapshotAsync();
        await world.Chain.RevertAsync(fork);
        await world.MineToConfirmAsync();
        Hide(world, hash);

        await world.LookAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.DoesNotContain("dropped", ChainWorld.DepositsOf(sell));
    }

    [TestMethod]
    public async Task A_transfer_of_nothing_that_anybody_can_make_a_token_say_is_no_deposit()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        await world.Chain.SendAsync(world.Contracts.Owner, world.Contracts.Usdc, ChainClient.Call("transferFrom(address,address,uint256)", ChainWorld.User, address, 0));
        await world.Chain.SendAsync(world.Contracts.Owner, world.Contracts.Usdc, ChainClient.Call("transferFrom(address,address,uint256)", address, ChainWorld.User, 0));
        await world.MineToConfirmAsync();

        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("awaiting_deposit", $"{sell.Text("phase")}{ChainWorld.DepositsOf(sell)}");
    }

    [TestMethod]
    public async Task Of_an_old_address_all_is_added_up_in_parts_and_nobody_waits_for_it()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", "4"));
        var session = await world.SellAsync();
        await world.MineAsync(50);
        await CatchUpAsync(world);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await ForgetAsync(world);
        await world.LookAsync();
        await world.LookAsync();
        var before = ChainWorld.DepositsOf(await world.Shop.ReadSellAsync(session));
        world.Nodes[0].Clear();

        await CatchUpAsync(world);

        Assert.AreEqual("seen 250, confirmed 250", $"{before}, {ChainWorld.DepositsOf(await world.LookAndReadAsync(session))}");
        Assert.IsLessThan(70, world.Nodes[0].Asked.Count(method => method == "eth_getLogs"));
    }

    /// <summary>As many looks as five ranges each need.</summary>
    private static async Task CatchUpAsync(ChainWorld world)
    {
        for (var looks = 0; looks < 3; looks++)
        {
            await world.LookAsync();
        }
    }

    /// <summary>No node knows what accounts had in the past.</summary>
    private static async Task ForgetAsync(ChainWorld world)
    {
        var newest = $"0x{await world.Chain.NewestAsync():x}";
        foreach (var node in world.Nodes)
        {
            node.Passes = (method, parameters) => method != "eth_call" || parameters[1]!.GetValue<string>() == newest;
        }
    }

    private static void Hide(ChainWorld world, string hash)
    {
        foreach (var node in world.Nodes)
        {
            node.Passes = (method, parameters) => method != "eth_getTransactionReceipt" || parameters[0]!.GetValue<string>() != hash;
        }
    }
}
