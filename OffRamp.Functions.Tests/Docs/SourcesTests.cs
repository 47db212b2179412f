using System.Reflection;
using System.Text.RegularExpressions;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/sources.md: each sentence of the two sources is shown by tests that there are.</summary>
[TestClass]
public sealed partial class SourcesTests
{
    [TestMethod]
    public void Every_sentence_names_a_test()
    {
        var rows = Rows().ToList();

        Assert.IsGreaterThanOrEqualTo(50, rows.Count);
        Assert.AreEqual("", string.Join('\n', rows.Where(row => row.Length != 3 || TestName().Count(row[2]) == 0).Select(row => row[0])));
    }

    [TestMethod]
    public void Every_test_that_is_named_is_there()
    {
        var tests = typeof(SourcesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<TestMethodAttribute>() is not null).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        var named = Rows().SelectMany(row => TestName().Matches(row[^1])).Select(match => match.Value).Distinct();

        Assert.AreEqual("", string.Join('\n', named.Where(name => !tests.Contains(name))));
    }

    private static IEnumerable<string[]> Rows() => Markdown.Read("docs/sources.md").TableRows.Where(row => row[0] != "the source");

    [GeneratedRegex(@"\b[A-Z]\w+\.[A-Z]\w+_\w+\b")]
    private static partial Regex TestName();
}
