using System.Text;
using OffRamp.LocalHost.Sandbox.Chain;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxAddressTests
{
    [TestMethod]
    [DataRow("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [DataRow("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Keccak_256_gives_the_published_hashes(string text, string hash) =>
        Assert.AreEqual(hash, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));

    [TestMethod]
    public void Texts_around_a_block_of_keccak_have_hashes_of_their_own()
    {
        var hashes = Enumerable.Range(130, 20).Select(length => Convert.ToHexStringLower(Keccak256.Hash(new byte[length])));

        Assert.HasCount(20, hashes.Distinct());
    }

    [TestMethod]
    public void Base58check_gives_the_address_of_the_known_contract()
    {
        var payload = Convert.FromHexString("41a614f803b6fd780986a42c78ec9c7f77e6ded13c");

        Assert.AreEqual("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Base58Check.Encode(payload));
    }

    [TestMethod]
    [DataRow("TRC20")]
    [DataRow("ERC20")]
    public void Every_address_has_a_right_checksum_and_is_the_sells_alone(string network)
    {
        var parsed = Enum.Parse<Network>(network, ignoreCase: true);

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
