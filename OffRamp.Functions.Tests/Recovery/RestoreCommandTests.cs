using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Recovery;

/// <summary>What an operator types; what it does then is <see cref="RestoreTablesTests"/>' matter.</summary>
[TestClass]
internal sealed class RestoreCommandTests
{
    [TestMethod]
    public async Task Without_a_place_for_copies_it_says_which_setting_names_it()
    {
        var (code, said) = await RunAsync(null, ("OFFRAMP_COPIES", ""));

        Assert.AreEqual((1, "Not restored: OFFRAMP_COPIES is not set: it says where the copies are."), (code, said));
    }

    [TestMethod]
    public async Task Of_a_copy_that_is_not_there_it_says_so()
    {
        var (code, said) = await RunAsync("20290101T020000Z", ("OFFRAMP_COPIES", await AzuriteFixture.ConnectionStringAsync()));

        Assert.AreEqual((1, "Not restored: There is no whole copy 20290101T020000Z."), (code, said));
    }

    [TestMethod]
    [DataRow("https://account.blob.core.windows.net")]
    [DataRow("http://account.blob.core.windows.net/copies")]
    public async Task What_is_no_container_s_address_is_refused_with_the_setting_s_name(string address)
    {
        var refused = await Assert.ThrowsExactlyAsync<SettingsException>(() => RunAsync(null, ("OFFRAMP_COPIES", address)));

        Assert.Contains("OFFRAMP_COPIES: must be the https address of a blob container", refused.Message);
    }

    [TestMethod]
    public async Task A_deployed_app_takes_no_key_for_its_copies()
    {
        var refused = await Assert.ThrowsExactlyAsync<SettingsException>(
            async () => await RunAsync(null, ("OFFRAMP_LOCAL", ""), ("OFFRAMP_COPIES", await AzuriteFixture.ConnectionStringAsync())));

        Assert.Contains("OFFRAMP_COPIES: must be the https address of a blob container", refused.Message);
    }

    private static async Task<(int Code, string Said)> RunAsync(string? stamp, params (string, string?)[] settings)
    {
        using var said = new StringWriter();
        var storage = ("AzureWebJobsStorage", await AzuriteFixture.ConnectionStringAsync());
        var code = await RestoreCommand.RunAsync(stamp, TestSettings.Configuration([storage, .. settings]), said);
        return (code, said.ToString().Trim());
    }
}
