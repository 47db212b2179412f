using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>Role assignments are those of roles.txt, each for a line that needs it.</summary>
[TestClass]
public sealed partial class RolesTests
{
    private static readonly Row[] Rows =
    [
        .. File.ReadAllLines(Repository.PathOf("OffRamp.Functions.Tests", "Infra", "roles.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('|', 6, StringSplitOptions.TrimEntries))
            .Select(cells => new Row(cells[1], cells[2], cells[3], cells[4], cells[5])),
    ];

    [TestMethod]
    public async Task With_every_option_there_are_these_and_no_others()
    {
        var installation = await Installation.Full;

        CollectionAssert.AreEquivalent(Rows.Select(row => row.Assignment).ToArray(), Assignments(installation));
    }

    [TestMethod]
    public async Task Without_options_there_are_those_that_are_always_there()
    {
        var installation = await Installation.Plain;

        CollectionAssert.AreEquivalent(Rows.Where(row => row.When == "always").Select(row => row.Assignment).ToArray(), Assignments(installation));
    }

    [TestMethod]
    public void The_words_that_need_them_are_there()
    {
        var gone = Rows.Select(row => row.NeededBy.Split(": ", 2)).Where(place => !SourceTree.Read(place[0]).Contains(place[1], StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', gone.Select(place => string.Join(": ", place))));
    }

    private static string[] Assignments(Installation installation) =>
    [
        .. installation.Of("Microsoft.Authorization/roleAssignments").Select(assignment => string.Join(
            " | ", assignment["properties.roleDefinitionId"].Split('/')[^1], ScopeOf(assignment.Id), WhoIs(assignment["properties.principalId"]))),
    ];

    // What is made of the subscription's id differs everywhere.
    private static string ScopeOf(string assignment) => Token().Replace(
        assignment.Split("/providers/Microsoft.Authorization/roleAssignments/")[0].Split("/resourceGroups/rg-offramp-test/providers/")[^1], "*");

    private static string WhoIs(string principal) => principal == Installation.Deployer
        ? "deployer"
        : principal.Contains("Microsoft.ManagedIdentity/userAssignedIdentities/id-offramp-", StringComparison.Ordinal) ? "app" : principal;

    [GeneratedRegex("[a-z0-9]{13}(?=/|$)")]
    private static partial Regex Token();

    private sealed record Row(string Role, string Scope, string Who, string When, string NeededBy)
    {
        public string Assignment => $"{Role} | {Scope} | {Who}";
    }
}
