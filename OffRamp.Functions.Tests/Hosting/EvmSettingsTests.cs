using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The settings of a network without a custodian: all of them, or none.</summary>
[TestClass]
public sealed class EvmSettingsTests
{
    private const string Address = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
    private const string Account = "0x00000000000000000000000000000000000000ac";

    internal static readonly (string Name, string? Value)[] Whole =
    [
        ("OFFRAMP_EVM_NODES", "https://one.example/key,https://other.example/key"), ("OFFRAMP_EVM_FACTORY", Address), ("OFFRAMP_EVM_TREASURY", Address),
        ("OFFRAMP_EVM_ACCOUNT", Account), ("OFFRAMP_EVM_SIGNER_URL", "https://signer.example"),
    ];

    internal static readonly (string Name, string? Value)[] Base =
    [
        ("OFFRAMP_EVM_NETWORKS", "BASE"), ("OFFRAMP_EVM_BASE_NODES", "https://three.example,https://four.example"), ("OFFRAMP_EVM_BASE_CHAIN_ID", "8453"),
        ("OFFRAMP_EVM_BASE_FACTORY", Address), ("OFFRAMP_EVM_BASE_TREASURY", Address), ("OFFRAMP_EVM_BASE_ACCOUNT", Account),
        ("OFFRAMP_EVM_BASE_SIGNER_URL", "https://signer.example"), ("OFFRAMP_EVM_BASE_CONTRACTS", $"USDC={Address}"),
    ];

    [TestMethod]
    public void Without_nodes_there_is_none_whatever_else_is_said() =>
        Assert.IsEmpty(TestSettings.Local(("OFFRAMP_EVM_FACTORY", Address), ("OFFRAMP_EVM_CHAIN_ID", "10")).Evm);

    [TestMethod]
    public void With_nodes_and_no_custodian_its_network_is_the_only_one()
    {
        var settings = TestSettings.Local([.. Whole, ("OFFRAMP_CUSTODIAN_URL", null)]);

        Assert.IsFalse(settings.HasCustodian);
        var evm = settings.Evm.Single();
        Assert.AreEqual("ERC20, 100000000000, 50000000000000000, 64", $"{evm.Network}, {evm.MaximumFee}, {evm.LowestGas}, {evm.FinalAfter}");
    }

    [TestMethod]
    [DataRow("OFFRAMP_EVM_NODES", "https://one.example,https://one.example")]
    [DataRow("OFFRAMP_EVM_NODES", "ftp://one.example,https://other.example")]
    [DataRow("OFFRAMP_EVM_FACTORY", null)]
    [DataRow("OFFRAMP_EVM_TREASURY", "0x5FbDB2315678afecb367f032d93F642f64180aa4")]
    [DataRow("OFFRAMP_EVM_ACCOUNT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [DataRow("OFFRAMP_EVM_ACCOUNT", Address)]
    [DataRow("OFFRAMP_EVM_SIGNER_URL", null)]
    [DataRow("OFFRAMP_EVM_CHAIN_ID", "ten")]
    [DataRow("OFFRAMP_EVM_CONTRACTS", "EUR=0x5fbdb2315678afecb367f032d93f642f64180aa3")]
    [DataRow("OFFRAMP_EVM_MAX_FEE_GWEI", "0")]
    [DataRow("OFFRAMP_EVM_LOWEST_GAS", "-1")]
    [DataRow("OFFRAMP_EVM_FINALIZED", "maybe")]
    [DataRow("OFFRAMP_EVM_FINAL_AFTER", "-1")]
    [DataRow("OFFRAMP_EVM_BLOCK_RANGE", "0")]
    [DataRow("OFFRAMP_EVM_FIRST_NONCE", "0x5")]
    public void What_cannot_be_used_keeps_the_app_from_starting_and_is_named(string name, string? value)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Whole, (name, value)]));

        Assert.StartsWith($"{name}: ", refusal.Problems.Single());
    }

    [TestMethod]
    public void The_newest_block_is_never_final()
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(
            () => TestSettings.Local([.. Whole, ("OFFRAMP_EVM_FINALIZED", "off"), ("OFFRAMP_EVM_FINAL_AFTER", "0")]));

        Assert.StartsWith("OFFRAMP_EVM_FINAL_AFTER: ", refusal.Problems.Single());
        Assert.AreEqual(0, TestSettings.Local([.. Whole, ("OFFRAMP_EVM_FINAL_AFTER", "0")]).Evm.Single().FinalAfter);
    }

    [TestMethod]
    public void Another_network_names_its_tokens()
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Whole, ("OFFRAMP_EVM_CHAIN_ID", "10")]));

        Assert.StartsWith("OFFRAMP_EVM_CONTRACTS: ", refusal.Problems.Single());
    }

    [TestMethod]
    public void Others_are_named_and_each_has_settings_of_its_own()
    {
        var evm = TestSettings.Local([.. Whole, .. Base, ("OFFRAMP_EVM_BASE_FINAL_AFTER", "200")]).Evm;

        Assert.AreEqual("ERC20 1 64, BASE 8453 200", string.Join(", ", evm.Select(network => $"{network.Network} {network.ChainId} {network.FinalAfter}")));
    }

    [TestMethod]
    public void One_that_is_named_needs_no_ERC20_beside_it() =>
        Assert.AreEqual("BASE", string.Join(", ", TestSettings.Local([.. Base, ("OFFRAMP_CUSTODIAN_URL", null)]).Evm.Select(network => network.Network)));

    [TestMethod]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE,BASE")]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE,ERC20")]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE,layer two")]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE,ETHEREUM")]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE,TRON")]
    [DataRow("OFFRAMP_EVM_BASE_NODES", null)]
    [DataRow("OFFRAMP_EVM_BASE_CHAIN_ID", null)]
    [DataRow("OFFRAMP_EVM_BASE_CHAIN_ID", "1")]
    [DataRow("OFFRAMP_EVM_BASE_CONTRACTS", null)]
    [DataRow("OFFRAMP_EVM_BASE_FACTORY", "0x5")]
    public void What_cannot_be_used_of_another_is_named_too(string name, string? value)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Whole, .. Base, (name, value)]));

        Assert.StartsWith($"{name}: ", refusal.Problems.Single());
    }

    [TestMethod]
    public void Terms_are_of_networks_that_there_are()
    {
        const string name = "OFFRAMP_MINIMUMS";

        Assert.IsTrue(TestSettings.Local([.. Base, (name, "USDC/BASE=5")]).Assets.All.Any(asset => asset.Network.ToString() == "BASE" && asset.Minimum.ToString() == "5"));
        Assert.StartsWith(name, Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Whole, (name, "USDC/BASE=5")])).Problems.Single());
    }

    [TestMethod]
    public void A_deployed_app_asks_more_than_one_node()
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Whole, ("OFFRAMP_EVM_NODES", "https://one.example"), ("OFFRAMP_LOCAL", null)]));

        Assert.Contains("OFFRAMP_EVM_NODES: must be at least two", refusal.Message);
    }
}
