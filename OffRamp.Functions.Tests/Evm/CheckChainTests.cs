using System.Text.Json;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Pages;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>At night the chain is held against the ledgers.</summary>
[TestClass]
public sealed class CheckChainTests
{
    private const string Thief = "0x00000000000000000000000000000000000bad00";

    [TestMethod]
    public async Task Where_the_chain_holds_less_than_the_ledgers_operators_see_by_which_transactions_until_all_is_there_again()
    {
        await using var world = await ChainWorld.OpenAsync();
        await PayInAsync(world);
        var check = world.Part<CheckChain>();
        await check.RunAsync(default);
        var before = await ListAsync(world);
        await TakeAsync(world, world.Contracts.Treasury, 30);
        await TakeAsync(world, world.Contracts.Treasury, 70);

        await check.RunAsync(default);
        var found = (await ListAsync(world)).Single();
        await world.MintAsync(world.Contracts.Usdt, world.Contracts.Treasury, 100);
        await world.MineToConfirmAsync();
        await check.RunAsync(default);
        var after = await ListAsync(world);

        Assert.IsEmpty(before);
        Assert.AreEqual("USDT ERC20 250 150 100", string.Join(' ', new[] { "asset", "network", "held", "there", "missing" }.Select(name => found.Text(name))));
        Assert.AreEqual(
            $"70 {world.Contracts.Treasury}, 30 {world.Contracts.Treasury}",
            string.Join(", ", found.GetProperty("transactions").EnumerateArray().Select(one => $"{one.Text("amount")} {one.Text("from")!.ToLowerInvariant()}")));
        Assert.IsTrue(found.GetProperty("all_transactions").GetBoolean());
        Assert.Contains("Held: 250. There: 150. Transactions: 2.", world.Alarms.Heard("the chain holds less").Single());
        Assert.IsEmpty(after);
    }

    [TestMethod]
    public async Task What_the_account_has_to_pay_refunds_hides_nothing_and_what_it_paid_is_no_loss()
    {
        await using var world = await ChainWorld.OpenAsync();
        await world.RefundAsync(await world.SellAsync("tok_closed"));
        await PayInAsync(world);
        await world.Part<CheckChain>().RunAsync(default);
        var before = await ListAsync(world);
        await TakeAsync(world, world.Contracts.Treasury, 251);

        await world.Part<CheckChain>().RunAsync(default);
        var found = (await ListAsync(world)).Single();

        Assert.IsEmpty(before);
        Assert.AreEqual("99750000000", $"{await world.CoinsOfAsync(world.Account)}");
        Assert.AreEqual("1", found.Text("missing"));
    }

    [TestMethod]
    public async Task All_addresses_are_counted_by_one_call_a_token()
    {
        await using var world = await ChainWorld.OpenAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await world.SellAsync();
        }

        world.Nodes[0].Clear();
        await world.Part<CheckChain>().RunAsync(default);

        // The treasury, and all addresses, of USDC and of USDT.
        Assert.HasCount(4, world.Nodes[0].Asked.Where(method => method == "eth_call"));
    }

    [TestMethod]
    public async Task A_second_night_keeps_when_it_was_found()
    {
        await using var world = await ChainWorld.OpenAsync();
        await PayInAsync(world);
        await TakeAsync(world, world.Contracts.Treasury, 100);
        await world.Part<CheckChain>().RunAsync(default);
        var first = (await ListAsync(world)).Single();
        world.Shop.Clock.Advance(TimeSpan.FromDays(1));

        await world.Part<CheckChain>().RunAsync(default);
        var second = (await ListAsync(world)).Single();

        Assert.AreEqual(first.Text("since"), second.Text("since"));
        Assert.AreNotEqual(first.Text("looked_at"), second.Text("looked_at"));
    }

    [TestMethod]
    public async Task Whoever_operates_is_told_of_it_on_every_page_and_sees_under_System_what_left()
    {
        await using var world = await ChainWorld.OpenAsync();
        await PayInAsync(world);
        await TakeAsync(world, world.Contracts.Treasury, 100);
        await world.Part<CheckChain>().RunAsync(default);

        await using var operates = await world.Shop.OperateAsync();
        await operates.ReadsAsync("ERC20 has 100 USDT less than is held for users");
        await operates.GoAsync("#/system", "Less on the chain than is held");

        await operates.ReadsAsync("150, by block");
        await operates.ReadsAsync("bad00");
        await operates.LooksAtItAsync("console-shortfall");
    }

    /// <summary>A sell of 250 whose payout takes its time; what came is in the treasury.</summary>
    private static async Task PayInAsync(ChainWorld world)
    {
        var session = await world.SellAsync("tok_slow");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        await world.LookAsync();
        await world.SweepAsync();
    }

    /// <summary>Somebody who has a key of ours.</summary>
    /// <returns>The transaction's hash.</returns>
    private static async Task<string> TakeAsync(ChainWorld world, string from, decimal coins)
    {
        await world.Chain.AskAsync("hardhat_impersonateAccount", from);
        await world.FundAsync(from, "0xde0b6b3a7640000");
        var hash = await world.Chain.SendAsync(from, world.Contracts.Usdt, ChainClient.Call("transfer(address,uint256)", Thief, ChainWorld.Units(coins)));
        await world.MineToConfirmAsync();
        return hash;
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(ChainWorld world) =>
        [.. (await world.Shop.ReadAsOperatorAsync("/ops/api/shortfalls")).GetProperty("data").EnumerateArray()];
}
