using System.Text.Json;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>The contracts, and the addresses that are known before anything is on the chain.</summary>
[TestClass]
public sealed class ForwardersTests
{
    private static readonly SellId[] Sells = [.. Enumerable.Range(0, 4).Select(second => new SellId(Id26.New(ManualTime.Start.AddSeconds(second))))];

    [TestMethod]
    public async Task Ethers_computes_the_same_addresses()
    {
        const string factory = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
        var script = Repository.PathOf("OffRamp.Functions.Tests", "Evm", "addresses.cjs");

        var said = await Command.TryAsync(
            "node", [script], Repository.Root, JsonSerializer.Serialize(new { factory, sells = Sells.Select(sell => sell.ToString()) }));

        Assert.AreEqual(string.Join(' ', Sells.Select(sell => Forwarders.Checksummed(Forwarders.AddressOf(factory, sell)))), said.All.Trim());
    }

    [TestMethod]
    public async Task The_compiler_makes_the_same_bytes_of_the_sources()
    {
        var said = await Command.RunAsync("node", [Repository.PathOf("contracts", "compile.cjs")], Repository.Root);

        Assert.AreEqual(await File.ReadAllTextAsync(Repository.PathOf("contracts", "compiled.json")), said.Output);
    }

    [TestMethod]
    public async Task What_comes_to_an_address_goes_to_the_treasury_also_twice_and_one_that_cannot_keeps_no_other_from_it()
    {
        var chain = await ChainFixture.EnterAsync();
        try
        {
            var (client, contracts) = (chain.Client, chain.Contracts);
            var addresses = Sells.Select(sell => Forwarders.AddressOf(contracts.Factory, sell)).ToList();
            var sweep = Abi.Sweep(contracts.Usdt, [.. Sells.Select(Forwarders.SaltOf)]);
            await client.SendAsync(contracts.Owner, contracts.Usdt, ChainClient.Call("setBlackListed(address,bool)", addresses[1], true));
            foreach (var round in new[] { 1, 2 })
            {
                foreach (var address in addresses)
                {
                    await client.SendAsync(contracts.Owner, contracts.Usdt, ChainClient.Call("mint(address,uint256)", address, 10 * round));
                }

                await client.SendAsync((await client.AccountsAsync())[3], contracts.Factory, sweep);
                await client.MineAsync();
            }

            var left = await Task.WhenAll(addresses.Select(address => client.BalanceOfAsync(contracts.Usdt, address)));

            Assert.AreEqual("0, 30, 0, 0", string.Join(", ", left));
            Assert.AreEqual(90, await client.BalanceOfAsync(contracts.Usdt, contracts.Treasury));
        }
        finally
        {
            chain.Leave();
        }
    }

    [TestMethod]
    public async Task The_networks_own_coin_that_was_sent_to_an_address_goes_to_the_treasury_too()
    {
        var chain = await ChainFixture.EnterAsync();
        try
        {
            var (client, contracts) = (chain.Client, chain.Contracts);
            var address = Forwarders.AddressOf(contracts.Factory, Sells[0]);
            await client.AskAsync("hardhat_setBalance", address, "0x10");
            await client.AskAsync("hardhat_setBalance", contracts.Treasury, "0x1");

            await client.SendAsync(contracts.Owner, contracts.Factory, Abi.Sweep("0x" + new string('0', 40), [Forwarders.SaltOf(Sells[0])]));
            await client.MineAsync();

            Assert.AreEqual("0x11", (await client.AskAsync("eth_getBalance", contracts.Treasury, "latest")).GetString());
        }
        finally
        {
            chain.Leave();
        }
    }
}
