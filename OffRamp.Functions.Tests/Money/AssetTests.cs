using System.Text.Json;

namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class AssetTests
{
    [TestMethod]
    public void The_defaults_are_USDT_on_two_networks_and_USDC_on_one()
    {
        var names = Assets.Defaults.All.Select(asset => $"{asset.Currency} {asset.Network} {asset.ContractAddress} {asset.Minimum}-{asset.Maximum}");

        CollectionAssert.AreEqual(
            new[]
            {
                "USDT TRC20 TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t 10-10000",
                "USDT ERC20 0xdAC17F958D2ee523a2206206994597C13D831ec7 10-10000",
                "USDC ERC20 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 10-10000",
            },
            names.ToArray());
    }

    [TestMethod]
    public void An_asset_is_known_by_its_contract_whatever_its_spelling()
    {
        var contract = ChainAddress.Parse(Network.ERC20, "0xdac17f958d2ee523a2206206994597c13d831ec7");

        var isFound = Assets.Defaults.TryFind(contract, out var asset);

        Assert.IsTrue(isFound);
        Assert.AreEqual((Currency.USDT, Network.ERC20), (asset!.Currency, asset.Network));
        Assert.IsTrue(Assets.Defaults.IsContract(contract));
    }

    [TestMethod]
    public void A_token_on_a_network_it_is_not_taken_on_is_no_asset() =>
        Assert.IsFalse(Assets.Defaults.TryFind(Currency.USDC, Network.TRC20, out _));

    [TestMethod]
    public void Small_deposits_may_need_fewer_confirmations()
    {
        Assets.Defaults.TryFind(Currency.USDT, Network.TRC20, out var asset);
        var tiered = asset! with { Small = new(Money.Parse("100", Currency.USDT), 3) };

        Assert.AreEqual(3, tiered.ConfirmationsFor(Money.Parse("99.999999", Currency.USDT)));
        Assert.AreEqual(20, tiered.ConfirmationsFor(Money.Parse("100", Currency.USDT)));
    }

    [TestMethod]
    [DataRow("0xABCdef", "abcdef")]
    [DataRow("0XABC", "abc")]
    [DataRow("f00d-1_a", "f00d-1_a")]
    public void A_transaction_hash_has_one_spelling(string text, string expected) =>
        Assert.AreEqual(expected, TxHash.Parse(text).ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("0x")]
    [DataRow("a b")]
    [DataRow("a/b")]
    [DataRow("a'b")]
    [DataRow(null)]
    public void What_cannot_be_a_key_is_no_transaction_hash(string? text) => Assert.IsFalse(TxHash.TryParse(text, out _));

    [TestMethod]
    public void Networks_have_a_second_name_in_target_network()
    {
        Assert.IsTrue(Networks.TryParse("ERC20", out var ethereum));
        Assert.IsTrue(Network.TryParse("BASE", out var other));

        Assert.AreEqual("TRON, ETHEREUM, BASE", $"{Network.TRC20.TargetName}, {ethereum.TargetName}, {other.TargetName}");
        Assert.IsFalse(Networks.TryParse("BASE", out _));
    }

    [TestMethod]
    [DataRow("trc20")]
    [DataRow("0")]
    [DataRow("A")]
    [DataRow("L2 ONE")]
    [DataRow("ABCDEFGHIJKLMNOPQ")]
    [DataRow("")]
    [DataRow(null)]
    public void What_is_no_name_is_no_network(string? text)
    {
        Assert.IsFalse(Network.TryParse(text, out _));
    }

    [TestMethod]
    public void Values_are_strings_in_stored_records()
    {
        var record = new Record(
            Money.Parse("250.5", Currency.USDT), Rate.Parse("0.9088"), Percent.Parse("1"), Currency.EUR, Network.TRC20,
            ChainAddress.Parse(Network.TRC20, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"), TxHash.Parse("0xAB"), null);

        var json = JsonSerializer.Serialize(record);

        Assert.AreEqual(
            """{"Amount":"250.5 USDT","Rate":"0.9088","Fee":"1","Fiat":"EUR","Network":"TRC20","Address":"TRC20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","Hash":"ab","Nothing":null}""",
            json);
        Assert.AreEqual(record, JsonSerializer.Deserialize<Record>(json));
    }

    [TestMethod]
    [DataRow("250.5")]
    [DataRow("\"250.5\"")]
    [DataRow("\"250.5 XYZ\"")]
    public void A_stored_amount_without_a_currency_is_refused(string json) =>
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<Money>(json));

    private sealed record Record(
        Money Amount, Rate Rate, Percent Fee, Currency Fiat, Network Network, ChainAddress Address, TxHash Hash, Money? Nothing);
}
