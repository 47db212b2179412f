using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The terms on which an asset is taken, as the settings have them.</summary>
[TestClass]
public sealed class AssetSettingsTests
{
    [TestMethod]
    public void What_is_not_said_stays_as_it_is() => CollectionAssert.AreEqual(Assets.Defaults.All.ToArray(), Read().All.ToArray());

    [TestMethod]
    public void Each_term_is_said_by_asset_and_network()
    {
        var assets = Read(
            ("OFFRAMP_MINIMUMS", "USDT/TRC20=5, USDC/ERC20=25.5"), ("OFFRAMP_MAXIMUMS", "USDT/TRC20=2000"), ("OFFRAMP_DUST", "USDT/TRC20=0.5"),
            ("OFFRAMP_REFUND_COSTS", "USDT/TRC20=1.5"), ("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=30"));

        Assert.AreEqual("5-2000 0.5 1.5 30", Of(assets, Currency.USDT, Network.TRC20));
        Assert.AreEqual("10-10000 2 0 12", Of(assets, Currency.USDT, Network.ERC20));
        Assert.AreEqual("25.5-10000 2 0 12", Of(assets, Currency.USDC, Network.ERC20));
    }

    [TestMethod]
    public void Small_deposits_may_need_fewer_confirmations()
    {
        var assets = Read(("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=3:100:20"));

        Assert.IsTrue(assets.TryFind(Currency.USDT, Network.TRC20, out var asset));
        Assert.AreEqual(3, asset.ConfirmationsFor(Money.Parse("99.999999", Currency.USDT)));
        Assert.AreEqual(20, asset.ConfirmationsFor(Money.Parse("100", Currency.USDT)));
    }

    [TestMethod]
    [DataRow("OFFRAMP_MINIMUMS", "USDT=1")]
    [DataRow("OFFRAMP_MINIMUMS", "USDT/TRC20=0")]
    [DataRow("OFFRAMP_MINIMUMS", "USDC/TRC20=5")]
    [DataRow("OFFRAMP_MINIMUMS", "USDT/TRC20=10000.1")]
    [DataRow("OFFRAMP_MAXIMUMS", "USDT/TRC20=many")]
    [DataRow("OFFRAMP_DUST", "USDT/TRC20=10")]
    [DataRow("OFFRAMP_REFUND_COSTS", "EUR/TRC20=1")]
    [DataRow("OFFRAMP_REFUND_COSTS", "USDT/TRC20=-1")]
    [DataRow("OFFRAMP_REFUND_COSTS", "USDT/TRC20=1,USDT/TRC20=2")]
    [DataRow("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=0")]
    [DataRow("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=20:100:3")]
    [DataRow("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=3:0:20")]
    [DataRow("OFFRAMP_CONFIRMATIONS", "USDT/TRC20=3:20")]
    public void A_term_that_cannot_be_or_contradicts_another_stops_the_start(string name, string text)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => Read((name, text)));

        Assert.StartsWith($"{name}: ", refusal.Problems.Single());
    }

    [TestMethod]
    public void What_is_not_taken_here_has_no_terms()
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local(
            [.. EvmSettingsTests.Base, ("OFFRAMP_CUSTODIAN_URL", null), ("OFFRAMP_MINIMUMS", "USDC/BASE=5,USDT/TRC20=5")]));

        Assert.StartsWith("OFFRAMP_MINIMUMS: ", refusal.Problems.Single());
    }

    private static Assets Read(params (string Name, string? Value)[] changes) => TestSettings.Local(changes).Assets;

    private static string Of(Assets assets, Currency currency, Network network)
    {
        Assert.IsTrue(assets.TryFind(currency, network, out var asset));
        return $"{asset.Minimum}-{asset.Maximum} {asset.Dust} {asset.RefundCost} {asset.Confirmations}";
    }
}
