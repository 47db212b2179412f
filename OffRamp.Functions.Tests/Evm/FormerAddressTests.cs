using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What comes to an address around the end of its seven days, and after.</summary>
[TestClass]
public sealed class FormerAddressTests
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(8);

    [TestMethod]
    public async Task A_transfer_that_was_seen_at_the_end_of_the_seven_days_is_confirmed_and_not_taken_for_gone()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await EndedAsync(world);
        await SeeAtTheEndAsync(world, session);
        await world.LookAsync();

        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);

        Assert.AreEqual("deposit.seen, deposit.confirmed", await world.DepositEventsAsync(session));
    }

    [TestMethod]
    public async Task What_came_while_no_node_answered_is_told_when_they_do_although_the_seven_days_are_over()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await EndedAsync(world);
        world.Refuse("eth_blockNumber");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        world.Shop.Clock.Advance(Past);
        await world.MineToConfirmAsync();
        await world.LookAsync();

        world.Refuse();
        await world.LookAndReadAsync(session);

        Assert.AreEqual("deposit.seen, deposit.confirmed", await world.DepositEventsAsync(session));
    }

    [TestMethod]
    public async Task What_comes_later_is_told_in_the_night_and_the_watcher_takes_nothing_of_it_back()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await PastAsync(world);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();

        await world.Part<CheckChain>().RunAsync(default);
        await world.LookAsync();
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAndReadAsync(session);

        Assert.AreEqual("deposit.seen, deposit.confirmed", await world.DepositEventsAsync(session));
    }

    [TestMethod]
    public async Task Before_the_night_the_watcher_says_nothing_of_it()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await PastAsync(world);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();

        await world.LookAndReadAsync(session);

        Assert.AreEqual("", await world.DepositEventsAsync(session));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task What_somebody_moves_to_the_treasury_before_the_night_is_told_all_the_same(bool isAfterAnother)
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await PastAsync(world);
        var address = await world.AddressOfAsync(session);
        if (isAfterAnother)
        {
            await world.SendAsync(world.Contracts.Usdt, address, 100);
            await world.MineToConfirmAsync();
            await world.Part<CheckChain>().RunAsync(default);
            await world.LookAsync();
        }

        await world.SendAsync(world.Contracts.Usdt, address, 250);
        await SweepByAnybodyAsync(world, session);
        await world.Part<CheckChain>().RunAsync(default);
        await world.Shop.WalkAsync(session);

        Assert.AreEqual("0", $"{await world.CoinsOfAsync(address)}");
        Assert.AreEqual(isAfterAnother ? 2 : 1, (await world.Shop.EventsAsync(session)).Count(type => type == "deposit.confirmed"));
    }

    [TestMethod]
    public async Task What_a_reorg_took_back_and_comes_again_after_the_seven_days_is_told_in_the_night()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        var fork = await world.Chain.SnapshotAsync();
        var hash = await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineAsync();
        await world.LookAsync();
        await world.Chain.RevertAsync(fork);
        await PassAsync(world, session);

        var again = await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineToConfirmAsync();
        await world.Part<CheckChain>().RunAsync(default);
        await world.LookAndReadAsync(session);

        Assert.AreEqual(hash, again);
        Assert.AreEqual("deposit.seen, deposit.dropped, deposit.seen, deposit.confirmed", await world.DepositEventsAsync(session));
    }

    [TestMethod]
    public async Task A_night_in_which_nodes_do_not_say_all_alarms_and_the_next_one_tells_what_it_could_not()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await PastAsync(world);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await SweepByAnybodyAsync(world, session);
        world.Refuse("eth_getTransactionReceipt");

        await world.Part<CheckChain>().RunAsync(default);
        world.Refuse();
        var before = await world.DepositEventsAsync(session);
        await world.Part<CheckChain>().RunAsync(default);
        await world.Shop.WalkAsync(session);

        Assert.AreEqual(", deposit.seen, deposit.confirmed", $"{before}, {await world.DepositEventsAsync(session)}");
        Assert.HasCount(1, world.Alarms.Heard("could not be held against the ledgers"));
    }

    /// <summary>A sell that waits for nothing any more, and asks for no list: what comes is told by the watcher, or by nobody.</summary>
    private static async Task<OpenedSession> EndedAsync(ChainWorld world)
    {
        var session = await world.SellAsync();
        world.Shop.Clock.Advance(TimeSpan.FromDays(1));
        await world.Shop.PassAsync(session);
        return session;
    }

    /// <summary>A sell whose address has had its time, on a chain that has gone on meanwhile.</summary>
    private static async Task<OpenedSession> PastAsync(ChainWorld world)
    {
        var session = await world.SellAsync();
        await PassAsync(world, session);
        return session;
    }

    private static async Task PassAsync(ChainWorld world, OpenedSession session)
    {
        world.Shop.Clock.Advance(Past);
        await world.MineToConfirmAsync();

        // The first reads up to there, the second sees that the time is over. The sell has ended.
        await world.LookAsync();
        await world.LookAsync();
        await world.Shop.WalkAsync(session);
    }

    /// <summary>All up to the block before it is final and read, and later than the seven days.</summary>
    private static async Task SeeAtTheEndAsync(ChainWorld world, OpenedSession session)
    {
        world.Shop.Clock.Advance(Past);
        await world.MineAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        await world.LookAsync();
        await world.MineAsync(ChainWorld.FinalAfter - 1);
        await world.LookAsync();
    }

    private static async Task SweepByAnybodyAsync(ChainWorld world, OpenedSession session)
    {
        var id = (await world.Shop.ReadSellAsync(session)).Text("id")!;
        var salt = Abi.Keccak(id);
        await world.MineAsync();
        await world.Chain.SendAsync(
            world.Contracts.Owner, world.Contracts.Factory, ChainClient.Call("sweep(address,bytes32[])", world.Contracts.Usdt, 64, 1) + salt);
        await world.MineToConfirmAsync();
    }
}
