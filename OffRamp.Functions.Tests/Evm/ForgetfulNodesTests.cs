using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Full nodes know what accounts had by the last blocks only; on a network of fast blocks the final one is older than those.</summary>
[TestClass]
public sealed class ForgetfulNodesTests
{
    private const int Remembered = 2;

    [TestMethod]
    public async Task One_sweep_follows_another_and_the_night_counts_what_was_there_by_the_final_block()
    {
        await using var world = await OpenAsync();
        await PayInAsync(world, 250);
        await world.SweepAsync();
        await PayInAsync(world, 300);
        await world.SweepAsync();
        var swept = await world.CoinsOfAsync(world.Contracts.Treasury);
        await world.Part<CheckChain>().RunAsync(default);
        var before = world.Alarms.Heard("ALARM");
        await TakeAsync(world, 50);
        await world.MineToConfirmAsync();
        await TakeAsync(world, 20);
        await world.MintAsync(world.Contracts.Usdt, world.Contracts.Treasury, 70);
        await world.MineAsync();

        await world.Part<CheckChain>().RunAsync(default);

        Assert.AreEqual(ChainWorld.Units(550), swept);
        Assert.IsEmpty(before);
        Assert.Contains("Held: 550. There: 500.", world.Alarms.Heard("ALARM").Single());
    }

    [TestMethod]
    public async Task A_refund_that_the_nodes_lost_is_sent_again()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Node.StateOf = Remembered;
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await world.SendAsync();
        world.Node.Passes = (_, _) => true;

        await world.FinishAsync();

        Assert.AreEqual("sent, 250000000", $"{await world.AskAsync()}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task One_that_another_transaction_displaced_is_told_when_that_is_final_and_not_before()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Node.StateOf = Remembered;
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await world.SendAsync();
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x1");
        await world.MineAsync();
        await world.LookAsync();
        await world.MineAsync(ChainWorld.FinalAfter - 1);
        await world.LookAsync();
        var before = world.Alarms.Heard("taken the place");

        await world.MineAsync();
        await world.LookAsync();

        Assert.IsEmpty(before);
        Assert.HasCount(1, world.Alarms.Heard("taken the place"));
    }

    private static async Task<ChainWorld> OpenAsync()
    {
        var world = await ChainWorld.OpenAsync();
        foreach (var node in world.Nodes)
        {
            node.StateOf = Remembered;
        }

        return world;
    }

    /// <summary>So much comes for a sell whose payout takes its time, for good.</summary>
    private static async Task PayInAsync(ChainWorld world, decimal coins)
    {
        var session = await world.SellAsync("tok_slow");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), coins);
        await world.MineToConfirmAsync();
        for (var looks = 0; looks < 3; looks++)
        {
            await world.LookAndReadAsync(session);
        }
    }

    /// <summary>Somebody who has the treasury's key; the next block has it.</summary>
    private static async Task TakeAsync(ChainWorld world, decimal coins)
    {
        await world.Chain.AskAsync("hardhat_impersonateAccount", world.Contracts.Treasury);
        await world.FundAsync(world.Contracts.Treasury, ChainWorld.Gas);
        await world.Chain.SendAsync(
            world.Contracts.Treasury, world.Contracts.Usdt, ChainClient.Call("transfer(address,uint256)", ChainWorld.User, ChainWorld.Units(coins)));
    }
}
