using System.Text.Json;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The defaults that docs/settings.md names: set to them in so many words, a deployed app has the settings that it has without.</summary>
[TestClass]
public sealed partial class SettingsReferenceTests
{
    private static readonly (string Name, string? Value)[] Unsaid =
        [.. TestSettings.Sample.Keys.Where(name => Defaults().Any(said => said.Name == name)).Select(name => (name, (string?)null))];

    [TestMethod]
    public void There_are_defaults_of_one_value_and_of_one_for_each_asset()
    {
        var said = Defaults().ToDictionary(said => said.Name, said => said.Text);

        Assert.AreEqual("`06:00:00`", said["OFFRAMP_DEPOSIT_WINDOW"]);
        Assert.AreEqual("`1` on `TRC20`, else `2`", said["OFFRAMP_DUST"]);
        Assert.AreEqual("`100`", said["OFFRAMP_EVM_MAX_FEE_GWEI"]);
        Assert.IsGreaterThanOrEqualTo(17, said.Count);
    }

    [TestMethod]
    [DynamicData(nameof(Defaults))]
    public void What_is_said_to_be_the_default_is(string name, string text)
    {
        var bare = Read();
        var value = ByAsset().Match(text) is { Success: true } split ? EachAsset(bare, on => on == "TRC20" ? split.Groups[1].Value : split.Groups[2].Value)
            : name is "OFFRAMP_MINIMUMS" or "OFFRAMP_MAXIMUMS" ? EachAsset(bare, _ => text.Trim('`'))
            : text.Trim('`');

        var said = Read((name, value));

        Assert.AreEqual(Told(bare), Told(said));
    }

    [TestMethod]
    public void Another_value_makes_other_settings() => Assert.AreNotEqual(Told(Read()), Told(Read(("OFFRAMP_EVM_BLOCK_RANGE", "1999"))));

    public static IEnumerable<(string Name, string Text)> Defaults()
    {
        foreach (Match row in Row().Matches(File.ReadAllText(Repository.PathOf("docs", "settings.md"))))
        {
            var names = Name().Matches(row.Groups[1].Value).Select(name => name.Value.Trim('`')).ToList();
            var text = row.Groups[2].Value.Split("; ")[0];
            var texts = names.Count == 1 ? [text] : text.Split(", ");
            for (var n = 0; n < names.Count && text.StartsWith('`'); n++)
            {
                yield return (names[n], texts[n].Trim());
            }
        }
    }

    private static Settings Read(params (string Name, string? Value)[] said) =>
        TestSettings.Local([.. SettingsTests.Deployed, .. EvmSettingsTests.Whole, .. Unsaid, .. said]);

    private static string EachAsset(Settings settings, Func<string, string> value) =>
        string.Join(',', settings.Assets.All.Select(asset => $"{asset.Currency}/{asset.Network}={value(asset.Network.ToString())}"));

    private static string Told(Settings settings) => JsonSerializer.Serialize(settings);

    [GeneratedRegex(@"(?m)^\| (`.*?`) \| (`.*?) \| ")]
    private static partial Regex Row();

    [GeneratedRegex("`[A-Za-z_]+`")]
    private static partial Regex Name();

    [GeneratedRegex("^`(.+)` on `TRC20`, else `(.+)`$")]
    private static partial Regex ByAsset();
}
