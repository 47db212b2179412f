using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>A token whose balances change by themselves, which somebody has taken for USDT: what it says of a transfer is not what is there.</summary>
[TestClass]
public sealed class RebasingTokenTests
{
    private const string NotWhole = "moved less than it says";

    [TestMethod]
    [DataRow(900_000, 0)]
    [DataRow(900_000, 3)]
    [DataRow(1_100_000, 3)]
    public async Task A_balance_that_changes_by_itself_before_the_transfer_is_confirmed_is_not_counted_and_somebody_is_told(int rebasedTo, int blocksLater)
    {
        await using var world = await OpenAsync();
        var session = await world.SellAsync();
        var token = TokenOf(world);
        await world.SendAsync(token, await world.AddressOfAsync(session), 250);
        if (blocksLater > 0)
        {
            await world.MineAsync(blocksLater);
            await world.LookAndReadAsync(session);
        }

        await world.SwitchAsync(token, "rebase(uint256)", rebasedTo);
        await world.MineToConfirmAsync();
        var listed = await ListAsync(world, await world.AddressOfAsync(session));
        await world.LookAsync();
        await world.MineAsync();
        await world.LookAsync();
        await world.MineAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirming_deposit seen 250", $"{sell.Text("phase")} {ChainWorld.DepositsOf(sell)}");
        Assert.AreEqual("Seen 250, Seen 250", $"{listed}, {await ListAsync(world, await world.AddressOfAsync(session))}");
        Assert.HasCount(1, world.Alarms.Heard(NotWhole));
    }

    [TestMethod]
    public async Task A_balance_that_changes_by_itself_after_it_was_confirmed_is_found_in_the_night()
    {
        await using var world = await OpenAsync();
        var session = await world.SellAsync("tok_slow");
        await world.SendAsync(TokenOf(world), await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        var sell = await world.LookAndReadAsync(session);

        await world.SwitchAsync(TokenOf(world), "rebase(uint256)", 900_000);
        await world.MineToConfirmAsync();
        await world.Part<CheckChain>().RunAsync(default);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
        Assert.Contains("Held: 250. There: 225.", world.Alarms.Heard("the chain holds less").Single());
    }

    private static Task<ChainWorld> OpenAsync() => ChainWorld.OpenAsync(async chain =>
    {
        var token = await chain.Client.DeployAsync(chain.Contracts.Owner, LocalContracts.BytecodeOf("TestRebasing"));
        return [.. ChainWorld.SettingsOf(chain), ("OFFRAMP_EVM_CONTRACTS", $"USDT={token}")];
    });

    private static Asset AssetOf(ChainWorld world) =>
        world.Shop.Services.GetRequiredService<Assets>().All.Single(asset => asset.Network == Network.ERC20 && asset.Currency == Currency.USDT);

    private static string TokenOf(ChainWorld world) => AssetOf(world).Contract.Normalized;

    private static async Task<string> ListAsync(ChainWorld world, string address)
    {
        var page = await world.Shop.Services.GetRequiredService<ICustodian>().ListDepositsAsync(address, AssetOf(world), null, default);
        return string.Join(", ", page!.Facts.Select(fact => $"{fact.Status} {fact.Amount}"));
    }
}
