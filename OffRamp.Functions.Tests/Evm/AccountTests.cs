using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Evm;
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
        var sweep = world.Part<SweepForwarders>();

        for (var times = 0; times < 3; times++)
        {
            await sweep.RunAsync(default);
            await world.MineToConfirmAsync();
            await world.LookAsync();
        }

        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(world.Contracts.Treasury));
        Assert.AreEqual("0x1", (await world.Chain.AskAsync("eth_getTransactionCount", world.Account, "latest")).GetString());
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
        Assert.AreEqual(ChainWorld.Units(250), await world.CoinsOfAsync(ChainWorld.User));
    }

    [TestMethod]
    public async Task At_night_an_address_that_is_not_watched_any_more_is_found_to_have_something_and_its_sell_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        world.Shop.Clock.Advance(TimeSpan.FromDays(8));
        await world.LookAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAsync();
        var before = await world.Shop.EventsAsync(session);

        await world.Part<CheckChain>().RunAsync(default);
        await world.Shop.WalkAsync(session);

        Assert.DoesNotContain("deposit.confirmed", before);
        Assert.Contains("deposit.confirmed", await world.Shop.EventsAsync(session));
        Assert.IsEmpty(world.Alarms.Heard("the chain holds less"));
    }

    [TestMethod]
    public async Task At_night_somebody_is_told_where_the_chain_holds_less_than_the_ledgers()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync("tok_slow");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        var check = world.Part<CheckChain>();
        await check.RunAsync(default);
        var before = world.Alarms.Heard("the chain holds less").Count;

        await world.Chain.RevertAsync(world.Origin);
        await world.MineAsync(30);
        await check.RunAsync(default);

        Assert.AreEqual(0, before);
        Assert.Contains("Held: 250. There: 0.", world.Alarms.Heard("the chain holds less").Single());
    }

    private static async Task<HttpResponseMessage> AskToSellAsync(ChainWorld world)
    {
        var session = await world.Shop.OpenSessionAsync(Bodies.Proof().With("network", "ERC20"));
        return await world.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await world.Shop.QuoteAsync(session), refund: ChainWorld.User));
    }
}
