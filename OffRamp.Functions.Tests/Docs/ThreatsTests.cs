using System.Reflection;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/threats.md: each attack names the tests that show what it says, and those are there.</summary>
[TestClass]
public sealed class ThreatsTests
{
    private const string Header = "| attack | what happens | held by |";

    [TestMethod]
    public void Every_attack_names_tests_and_each_of_them_is_there()
    {
        var tests = typeof(ThreatsTests).Assembly.GetTypes().Where(type => type.IsDefined(typeof(TestClassAttribute), inherit: false))
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(TestMethodAttribute))).Select(method => $"{type.Name}.{method.Name}").Append(type.Name))
            .ToHashSet();

        var rows = Rows().ToList();

        Assert.IsGreaterThanOrEqualTo(60, rows.Count);
        var missing = from row in rows
                      from name in row[^1].Split(", ")
                      where row.Length != 3 || (name != "the same" && !tests.Contains(name))
                      select $"{row[0]}: {name}";
        Assert.AreEqual("", string.Join('\n', missing));
    }

    // The tables of attacks alone.
    private static IEnumerable<string[]> Rows() => Markdown.Read("docs/threats.md").Text.Split("\n\n")
        .Where(paragraph => paragraph.StartsWith(Header, StringComparison.Ordinal))
        .SelectMany(table => new Markdown("", table[Header.Length..]).TableRows);
}
