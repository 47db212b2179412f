using OffRamp.LocalHost;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.FunctionsHost;

[TestClass]
public sealed class SettingReferencesTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["Visits"] = "0 */1 * * * *", ["Night__Hour"] = "3" };

    [TestMethod]
    [DataRow("0 0 3 * * *", "0 0 3 * * *")]
    [DataRow("%Visits%", "0 */1 * * * *")]
    [DataRow("%VISITS%", "0 */1 * * * *")]
    [DataRow("0 0 %Night:Hour% * * *", "0 0 3 * * *")]
    [DataRow("0 30 %Night__Hour% * * *", "0 30 3 * * *")]
    public void A_setting_s_value_takes_the_place_of_its_name(string text, string expected) =>
        Assert.AreEqual(expected, SettingReferences.Resolve(text, "Tick", Settings));

    [TestMethod]
    public void A_setting_that_is_missing_is_named_with_the_function_that_needs_it()
    {
        var refusal = Assert.ThrowsExactly<HostFailure>(() => SettingReferences.Resolve("%Nights%", "Tick", Settings));

        Assert.AreEqual("The function Tick needs the setting Nights, which is missing.", refusal.Message);
    }
}
