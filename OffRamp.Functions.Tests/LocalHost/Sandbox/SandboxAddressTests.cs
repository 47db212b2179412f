using OffRamp.LocalHost.Sandbox.Chain;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxAddressTests
{
    [TestMethod]
    [DataRow("TRC20")]
    [DataRow("ERC20")]
    public void Every_address_has_a_right_checksum_and_is_the_sells_alone(string network)
    {
        Assert.IsTrue(Network.TryParse(network, out var parsed));

        var addresses = Enumerable.Range(0, 300).Select(n => SandboxAddress.ForSell(network, $"sell_{n}")).ToArray();

        Assert.IsTrue(addresses.All(address => ChainAddress.TryParse(parsed, address, out _)));
        Assert.HasCount(300, addresses.Distinct());
        Assert.AreEqual(addresses[7], SandboxAddress.ForSell(network, "sell_7"));
    }

    [TestMethod]
    public async Task A_sell_gets_the_same_address_when_asked_again()
    {
        await using var stage = await SandboxStage.StartAsync();
        var ask = new { sell_id = "sell_1", asset = "USDT", network = "TRC20" };

        var first = await stage.PostAsync("/addresses", ask, "key-1");
        var second = await stage.PostAsync("/addresses", ask, "key-2");
        var other = await stage.PostAsync("/addresses", ask with { sell_id = "sell_2" }, "key-3");
        var ethereum = await stage.PostAsync("/addresses", ask with { network = "ERC20" }, "key-4");
        var issued = await stage.ListAsync("addresses");

        Assert.AreEqual(first["address"], second["address"]);
        Assert.AreNotEqual(first["address"], other["address"]);
        StringAssert.StartsWith(first["address"], "T");
        StringAssert.StartsWith(ethereum["address"], "0x");
        Assert.IsNull(first["memo"]);
        Assert.HasCount(3, issued);
    }
}
