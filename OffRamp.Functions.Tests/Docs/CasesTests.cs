using System.Reflection;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios.Cases;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/cases.md has a case for each scenario, and the other way round; that they agree, each scenario sees to.</summary>
[TestClass]
internal sealed class CasesTests
{
    [TestMethod]
    public void Every_case_has_its_scenario_and_every_scenario_its_case()
    {
        var scenarios = typeof(Tale).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Tale).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<TestMethodAttribute>() is not null)
            .Select(method => method.Name);

        CollectionAssert.AreEquivalent(scenarios.ToArray(), CaseBook.Names.ToArray());
    }

    [TestMethod]
    [DataRow(typeof(FailureCodes))]
    [DataRow(typeof(HoldReasons))]
    [DataRow(typeof(CaseKinds))]
    [DataRow(typeof(Labels))]
    [DataRow(typeof(UserAction))]
    public void Every_word_is_explained_in_a_table_of_its_own(Type words)
    {
        var constants = words.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.ContainsSingle(Tables().Where(table => table.ToHashSet().SetEquals(constants)), $"no table of docs/cases.md explains {words.Name}");
    }

    // The words in the first column, table by table.
    private static IEnumerable<string[]> Tables() => File.ReadAllText(Repository.PathOf("docs", "cases.md")).Split("\n\n")
        .Where(paragraph => paragraph.StartsWith('|'))
        .Select(table => table.Split('\n').Skip(2).Where(row => row.Length > 0).Select(row => row.Split('`')[1]).ToArray());
}
