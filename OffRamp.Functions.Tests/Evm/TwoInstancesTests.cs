using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Two instances of the app serve one network: each does all of it, at once.</summary>
[TestClass]
public sealed class TwoInstancesTests
{
    [TestMethod]
    public async Task What_both_look_at_sweep_and_check_at_once_is_told_and_moved_once()
    {
        await using var world = await ChainWorld.OpenAsync();
        using var other = world.Another();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();

        await BothAsync<LookAtChain>(world, other, part => part.RunAsync(default));
        await world.MineToConfirmAsync();
        for (var times = 0; times < 4; times++)
        {
            await BothAsync<LookAtChain>(world, other, part => part.RunAsync(default));
            await BothAsync<SweepForwarders>(world, other, part => part.RunAsync(default));
            await BothAsync<CheckChain>(world, other, part => part.RunAsync(default));
            await world.MineToConfirmAsync();
        }

        await world.Shop.WalkAsync(session);

        Assert.AreEqual(
            "deposit.seen, deposit.confirmed",
            await world.DepositEventsAsync(session));
        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(world.Contracts.Treasury));
        Assert.AreEqual("0x1", (await world.Chain.AskAsync("eth_getTransactionCount", world.Account, "latest")).GetString());
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }

    [TestMethod]
    public async Task A_refund_that_both_send_arrives_once()
    {
        await using var world = await ChainWorld.OpenAsync();
        using var other = world.Another();
        var session = await world.SellAsync("tok_closed");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        world.Refuse("eth_sendRawTransaction");
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.Shop.WalkAsync(session);
        world.Refuse();

        for (var times = 0; times < 3; times++)
        {
            world.Shop.Clock.Advance(TimeSpan.FromMinutes(6));
            await BothAsync<LookAtChain>(world, other, part => part.RunAsync(default));
        }

        await world.MineToConfirmAsync();
        await BothAsync<LookAtChain>(world, other, part => part.RunAsync(default));

        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(ChainWorld.User));
        Assert.AreEqual("0x1", (await world.Chain.AskAsync("eth_getTransactionCount", world.Account, "latest")).GetString());
    }

    private static Task BothAsync<T>(ChainWorld world, EvmNetwork other, Func<T, Task> work)
        where T : notnull => Task.WhenAll(Task.Run(() => work(world.Part<T>())), Task.Run(() => work(other.Part<T>())));
}
