using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

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
    public async Task A_final_block_that_changes_in_the_middle_of_a_look_leaves_nothing_confirmed_that_is_not_there()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.LookAsync();
        await world.LookAsync();
        var fork = await world.Chain.SnapshotAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        var changed = new Lazy<Task>(async () =>
        {
            await world.Chain.RevertAsync(fork);
            world.Shop.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.MineAsync(20);
        });
        var last = await world.Chain.NewestAsync() - 3;
        world.TakeAtOnce(4, before: from => (from < last ? Task.CompletedTask : changed.Value).GetAwaiter().GetResult());

        await world.LookAsync();
        for (var looks = 0; looks < 3; looks++)
        {
            await world.MineAsync();
            await world.LookAndReadAsync(session);
        }

        var told = await world.DepositEventsAsync(session);
        Assert.IsTrue(changed.IsValueCreated);
        Assert.AreEqual(BigInteger.Zero, await world.CoinsOfAsync(await world.AddressOfAsync(session)));
        Assert.DoesNotContain("confirmed", told);
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
    public async Task One_that_was_dropped_and_is_back_is_listed_once_however_many_pages_there_are()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", "4"));
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        await world.MintAsync(world.Contracts.Usdt, world.Contracts.Owner, 250);
        await world.MineAsync();
        var fork = await world.Chain.SnapshotAsync();
        var hash = await PayAsync(world, address);
        await world.MineAsync();
        await world.LookAsync();
        await world.Chain.RevertAsync(fork);
        await world.MineAsync(2);
        await world.LookAsync();
        await world.MineAsync(8);
        await world.LookAsync();
        var dropped = await ListAsync(world, address);

        var again = await PayAsync(world, address);
        await world.MineAsync(9);

        Assert.AreEqual(hash, again);
        Assert.AreEqual("Dropped 250", dropped);
        Assert.MatchesRegex("^(Seen|Confirmed) 250$", await ListAsync(world, address));
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

    /// <summary>The same transaction each time, as long as the chain has none of its sender meanwhile.</summary>
    private static Task<string> PayAsync(ChainWorld world, string address) => world.Chain.SendAsync(
        world.Contracts.Owner, world.Contracts.Usdt, ChainClient.Call("transfer(address,uint256)", address, ChainWorld.Units(250)));

    /// <summary>All pages of what came to an address.</summary>
    private static async Task<string> ListAsync(ChainWorld world, string address)
    {
        var asset = world.Shop.Services.GetRequiredService<Assets>().All.Single(asset => asset.Network == Network.ERC20 && asset.Currency == Currency.USDT);
        var facts = new List<DepositFact>();
        for (var (cursor, isFirst) = ((string?)null, true); isFirst || cursor is not null; isFirst = false)
        {
            var page = await world.Shop.Services.GetRequiredService<ICustodian>().ListDepositsAsync(address, asset, cursor, default);
            facts.AddRange(page!.Facts);
            cursor = page.NextCursor;
        }

        return string.Join(", ", facts.Select(fact => $"{fact.Status} {fact.Amount}"));
    }
}
