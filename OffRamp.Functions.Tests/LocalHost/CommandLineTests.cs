using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    [DataRow("OFFRAMP_CUSTODIAN_URL")]
    [DataRow("OFFRAMP_PAYOUTS_URL")]
    [DataRow("OFFRAMP_KYC_URL")]
    [DataRow("OFFRAMP_RATES_URL")]
    [DataRow("OFFRAMP_SCREENING_URL")]
    [DataRow("OFFRAMP_CARD_PAGE_URL")]
    [DataRow("OFFRAMP_COPIES")]
    public void A_provider_that_the_environment_names_takes_the_sandbox_s_place(string setting)
    {
        var options = CommandLine.Read(name => name == setting ? "http://127.0.0.1:9" : null, []);

        Assert.AreEqual("http://127.0.0.1:9", options.Settings[setting]);
    }

    [TestMethod]
    public void A_chain_has_data_of_its_own_because_it_begins_anew_each_time()
    {
        var options = CommandLine.Read(name => name == "OFFRAMP_DATA" ? "/data" : null, [], "--chain");

        Assert.AreEqual("/data/chain, 8545", $"{options.DataFolder}, {options.ChainPort}");
    }

    [TestMethod]
    [DataRow(null, 262144)]
    [DataRow("2000", 2000)]
    public void The_topic_takes_messages_as_large_as_the_environment_says(string? said, int largest) =>
        Assert.AreEqual(largest, CommandLine.Read(name => name == "OFFRAMP_SERVICEBUS_LARGEST" ? said : null, []).LargestBusMessage);
}
