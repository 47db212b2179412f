using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Deposits on a real chain, up to the payout.</summary>
[TestClass]
public sealed class WatchChainTests
{
    [TestMethod]
    public async Task A_transfer_is_seen_in_its_block_and_pays_when_that_is_final()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();

        var seen = await world.LookAndReadAsync(session);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        await world.Shop.PassAsync(session);
        var paid = await world.Shop.ReadSellAsync(session);

        Assert.AreEqual(
            "confirming_deposit seen 250, paid confirmed 250",
            $"{seen.Text("phase")} {ChainWorld.DepositsOf(seen)}, {paid.Text("phase")} {ChainWorld.DepositsOf(paid)}");
    }

    [TestMethod]
    public async Task Of_one_transaction_every_transfer_to_the_address_counts_once_and_nothing_else_does()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        var (address, contracts) = (await world.AddressOfAsync(session), world.Contracts);
        var another = await world.Chain.DeployAsync(contracts.Owner, LocalContracts.BytecodeOf("TestUsdt"));
        await world.PayAsync(
            (contracts.Usdt, address, 100), (contracts.Usdt, contracts.Wallet, 70), (another, address, 250), (contracts.Usdt, address, 0), (contracts.Usdt, address, 150));
        await world.MineToConfirmAsync();

        await Task.WhenAll(world.LookAsync(), world.LookAsync());
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 100, confirmed 150", ChainWorld.DepositsOf(sell));
        Assert.AreEqual("0, 4", string.Join(", ", sell.GetProperty("deposits").EnumerateArray().Select(deposit => deposit.GetProperty("log_index").GetInt32())));
        Assert.HasCount(2, (await world.Shop.EventsAsync(session)).Where(type => type == "deposit.confirmed"));
    }

    [TestMethod]
    public async Task A_token_that_takes_a_fee_is_not_counted_and_somebody_is_told()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SwitchAsync(world.Contracts.Usdt, "setFee(uint256)", 100);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();

        await world.LookAsync();
        var once = world.Alarms.Heard("moved less than it says").Count;
        await world.MineAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirming_deposit seen 250", $"{sell.Text("phase")} {ChainWorld.DepositsOf(sell)}");
        Assert.AreEqual(0, once);
        Assert.HasCount(1, world.Alarms.Heard("moved less than it says"));
    }

    [TestMethod]
    public async Task A_small_transfer_wants_fewer_blocks_than_a_large_one()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_CONFIRMATIONS", "USDT/ERC20=5:100:30"));
        var (small, large) = (await world.SellAsync(), await world.SellAsync());
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(small), 99);
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(large), 250);
        await world.MineToConfirmAsync();

        var (one, other) = (await world.LookAndReadAsync(small), await world.LookAndReadAsync(large));

        Assert.AreEqual("confirmed 99, seen 250", $"{ChainWorld.DepositsOf(one)}, {ChainWorld.DepositsOf(other)}");
    }

    [TestMethod]
    public async Task Nodes_that_have_forgotten_the_balances_of_then_are_asked_for_what_there_is_now()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        var newest = $"0x{await world.Chain.NewestAsync():x}";
        foreach (var node in world.Nodes)
        {
            node.Passes = (method, parameters) => method != "eth_call" || parameters[1]!.GetValue<string>() == newest;
        }

        await world.LookAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
    }

    [TestMethod]
    public async Task A_node_that_leaves_out_a_transfer_is_outvoted_and_where_no_two_agree_nothing_is_known()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        LeaveOut(world.Nodes[0]);
        world.Nodes[1].Passes = (method, _) => method != "eth_getLogs";

        var unknown = await world.LookAndReadAsync(session);
        world.Nodes[1].Passes = (_, _) => true;
        var known = await world.LookAndReadAsync(session);

        Assert.AreEqual(", seen 250", $"{ChainWorld.DepositsOf(unknown)}, {ChainWorld.DepositsOf(known)}");
    }

    [TestMethod]
    public async Task Nodes_that_die_in_the_middle_of_a_look_change_nothing_and_the_next_look_finds_all()
    {
        await using var world = await ChainWorld.OpenAsync();
        var (session, other) = (await world.SellAsync(), await world.SellAsync());
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(other), 250);
        await world.MineToConfirmAsync();
        DieAfter(world.Nodes, "eth_getTransactionReceipt", calls: 3);

        await world.LookAsync();
        var before = await world.Shop.ReadSellAsync(other);
        Revive(world.Nodes);
        var after = (await world.LookAndReadAsync(session), await world.LookAndReadAsync(other));

        Assert.AreEqual(", confirmed 250, confirmed 250", $"{ChainWorld.DepositsOf(before)}, {ChainWorld.DepositsOf(after.Item1)}, {ChainWorld.DepositsOf(after.Item2)}");
    }

    [TestMethod]
    public async Task The_list_of_an_address_goes_on_page_by_page_from_its_birth_to_the_newest_block()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", "3"));
        var address = await world.AddressOfAsync(await world.SellAsync());
        await world.SendAsync(world.Contracts.Usdt, address, 100);
        await world.MineAsync(7);
        await world.SendAsync(world.Contracts.Usdc, address, 50);
        await world.MineAsync();
        var asset = world.Shop.Services.GetRequiredService<Assets>().All.Single(known => known.Network == Network.ERC20 && known.Currency == Currency.USDT);

        var (found, cursor, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            var page = await world.Shop.Services.GetRequiredService<ICustodian>().ListDepositsAsync(address, asset, cursor, default);
            found.AddRange(page!.Facts.Select(fact => $"{fact.Amount} {fact.Asset} {fact.Confirmations}"));
            (cursor, pages) = (page.NextCursor, pages + 1);
        }
        while (cursor is not null);

        Assert.AreEqual("100 USDT 8, 50 USDC 1", string.Join(", ", found));
        Assert.IsGreaterThan(2, pages);
    }

    private static void LeaveOut(NodeEdge node) => node.Answers = (method, answer) =>
    {
        if (method == "eth_getLogs")
        {
            answer["result"] = new JsonArray();
        }

        return answer;
    };

    private static void DieAfter(IReadOnlyList<NodeEdge> nodes, string method, int calls)
    {
        var left = calls;
        foreach (var node in nodes)
        {
            node.Passes = (asked, _) => Volatile.Read(ref left) > 0 && (asked != method || Interlocked.Decrement(ref left) > 0);
        }
    }

    private static void Revive(IReadOnlyList<NodeEdge> nodes)
    {
        foreach (var node in nodes)
        {
            node.Passes = static (_, _) => true;
        }
    }
}
