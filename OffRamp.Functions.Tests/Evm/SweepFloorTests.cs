using System.Numerics;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What is too little to be worth its gas stays where it came to.</summary>
[TestClass]
public sealed class SweepFloorTests
{
    [TestMethod]
    public async Task Dust_costs_no_gas_and_counts_as_ours_until_more_comes_that_takes_it_along()
    {
        await using var world = await ChainWorld.OpenAsync();
        var speck = await world.AddressOfAsync(await world.SellAsync());
        await SendAsync(world, speck, 1.5m);

        await world.SweepAsync();
        var (transactions, moved) = (await SentAsync(world), await TreasuryAsync(world));
        await SendAsync(world, await world.AddressOfAsync(await world.SellAsync()), 250);
        await world.SweepAsync();
        var beside = await TreasuryAsync(world);
        await world.Part<CheckChain>().RunAsync(default);
        var shortfalls = world.Alarms.Heard("ALARM");
        await SendAsync(world, speck, 0.6m);
        await world.SweepAsync();

        Assert.AreEqual(("0x0", BigInteger.Zero, ChainWorld.Units(250)), (transactions, moved, beside));
        Assert.IsEmpty(shortfalls);
        Assert.AreEqual(ChainWorld.Units(252.1m), await TreasuryAsync(world));
    }

    [TestMethod]
    public async Task What_somebody_else_had_moved_is_moved_when_the_chain_takes_that_back()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await SendAsync(world, await world.AddressOfAsync(session), 250);
        var fork = await world.Chain.SnapshotAsync();
        var salt = Forwarders.SaltOf(PrefixedId.Parse<SellId>($"sell_{session.Id["ses_".Length..]}"));
        await world.Chain.SendAsync(world.Contracts.Owner, world.Contracts.Factory, Abi.Sweep(world.Contracts.Usdt, [salt]));
        await world.MineAsync();
        var moved = await TreasuryAsync(world);
        await world.Part<SweepForwarders>().RunAsync(default);

        await world.Chain.RevertAsync(fork);
        await world.MineToConfirmAsync();
        await world.SweepAsync();

        Assert.AreEqual((ChainWorld.Units(250), ChainWorld.Units(250)), (moved, await TreasuryAsync(world)));
    }

    /// <summary>For good, and the list of what is to be moved has it.</summary>
    private static async Task SendAsync(ChainWorld world, string address, decimal coins)
    {
        await world.SendAsync(world.Contracts.Usdt, address, coins);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();
    }

    private static Task<BigInteger> TreasuryAsync(ChainWorld world) => world.CoinsOfAsync(world.Contracts.Treasury);

    private static async Task<string> SentAsync(ChainWorld world) =>
        (await world.Chain.AskAsync("eth_getTransactionCount", world.Account, "latest")).GetString()!;
}
