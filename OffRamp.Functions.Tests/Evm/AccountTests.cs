using System.Net;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What follows for a sell from our account and the settings.</summary>
[TestClass]
public sealed class AccountTests
{
    [TestMethod]
    public async Task Without_gas_for_refunds_no_address_is_given_and_somebody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        await world.FundAsync(world.Account, "0x1");

        using var answer = await AskToSellAsync(world);

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.HasCount(1, world.Alarms.Heard("runs out of gas"));
    }

    [TestMethod]
    public async Task A_factory_that_pays_somebody_else_gives_no_address()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_TREASURY", ChainWorld.User));

        using var answer = await AskToSellAsync(world);

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.HasCount(1, world.Alarms.Heard("OFFRAMP_EVM_TREASURY do not agree"));
    }

    [TestMethod]
    public async Task What_was_confirmed_is_moved_to_the_treasury_once()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();

        await world.SweepAsync();

        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(world.Contracts.Treasury));
        Assert.AreEqual("0x1", (await world.Chain.AskAsync("eth_getTransactionCount", world.Account, "latest")).GetString());
    }

    [TestMethod]
    public async Task What_a_displaced_sweep_was_to_move_the_next_one_moves()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();
        world.Refuse("eth_sendRawTransaction");
        await world.Part<SweepForwarders>().RunAsync(default);
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x1");
        await world.MineToConfirmAsync();
        await world.LookAsync();
        world.Refuse();

        await world.SweepAsync();

        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(world.Contracts.Treasury));
        Assert.HasCount(1, world.Alarms.Heard("taken the place"));
        Assert.IsEmpty(world.Alarms.Heard("could not be moved"));
    }

    [TestMethod]
    public async Task After_a_failed_payout_the_deposit_goes_back_on_the_chain_with_a_reorg_in_between()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync("tok_closed");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.Shop.WalkAsync(session);
        var fork = await world.Chain.SnapshotAsync();
        await world.MineAsync();
        var mined = await world.CoinsOfAsync(ChainWorld.User);

        await world.Chain.RevertAsync(fork);
        await world.MineAsync();
        await world.LookAsync();
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.Shop.PassAsync(session);
        var sell = await world.Shop.ReadSellAsync(session);

        Assert.AreEqual(ChainWorld.Units(250), mined);
        Assert.AreEqual("refunded", sell.Text("phase"));
        Assert.IsFalse((await world.Part<IRefundRecords>().FindAsync($"ref_{session.Id["ses_".Length..]}_1", default))!.IsOpen);
        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(ChainWorld.User));
    }

    [TestMethod]
    public async Task What_could_not_be_moved_to_the_treasury_is_told_and_stays_where_it_is()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();
        await world.SwitchAsync(world.Contracts.Usdt, "setBlackListed(address,bool)", address, true);
        await world.MineAsync();

        await world.SweepAsync();

        Assert.Contains("Network: ERC20.", world.Alarms.Heard("could not be moved to the treasury").Single());
        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(address));
    }

    [TestMethod]
    public async Task What_comes_while_a_sweep_is_under_way_is_moved_by_the_next_and_nobody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        var address = await DepositAsync(world, 100);
        await world.Part<SweepForwarders>().RunAsync(default);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.SendAsync(world.Contracts.Usdt, address, 150);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();

        await world.SweepAsync();

        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(world.Contracts.Treasury));
        Assert.IsEmpty(world.Alarms.Heard("could not be moved"));
    }

    [TestMethod]
    public async Task What_the_token_did_not_let_go_is_tried_once_a_day_and_goes_when_it_does()
    {
        await using var world = await ChainWorld.OpenAsync();
        await DepositAsync(world, 250);
        await world.SwitchAsync(world.Contracts.Usdt, "setPaused(bool)", true);
        await world.SweepAsync();
        await world.SwitchAsync(world.Contracts.Usdt, "setPaused(bool)", false);
        await world.SweepAsync();
        var before = await world.CoinsOfAsync(world.Contracts.Treasury);

        world.Shop.Clock.Advance(TimeSpan.FromDays(1));
        await world.SweepAsync();

        Assert.AreEqual((0, ChainWorld.Units(250)), (before, await world.CoinsOfAsync(world.Contracts.Treasury)));
    }

    [TestMethod]
    public async Task A_sweep_that_has_not_ended_for_hours_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        await DepositAsync(world, 250);
        world.Refuse("eth_sendRawTransaction");
        await world.Part<SweepForwarders>().RunAsync(default);
        world.Shop.Clock.Advance(TimeSpan.FromHours(5));
        await world.Part<SweepForwarders>().RunAsync(default);
        var before = world.Alarms.Heard("has not ended for hours").Count;

        world.Shop.Clock.Advance(TimeSpan.FromHours(1));
        await world.Part<SweepForwarders>().RunAsync(default);

        Assert.AreEqual("0, 1", $"{before}, {world.Alarms.Heard("has not ended for hours").Count}");
    }

    /// <summary>So many USDT came for a sell, for good, and are to be moved.</summary>
    private static async Task<string> DepositAsync(ChainWorld world, decimal coins)
    {
        var address = await world.AddressOfAsync(await world.SellAsync());
        await world.SendAsync(world.Contracts.Usdt, address, coins);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        await world.LookAsync();
        return address;
    }

    private static async Task<HttpResponseMessage> AskToSellAsync(ChainWorld world)
    {
        var session = await world.Shop.OpenSessionAsync(Bodies.Proof().With("network", "ERC20"));
        return await world.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await world.Shop.QuoteAsync(session), refund: ChainWorld.User));
    }
}
