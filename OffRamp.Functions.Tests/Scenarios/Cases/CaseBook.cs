using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

/// <summary>
/// docs/cases.md: under each case's heading a block that says how it goes, which must be what its scenario tells.
/// With <c>OFFRAMP_RECORD_CASES=true</c> the scenarios write their blocks, to be read before they are committed.
/// </summary>
internal static class CaseBook
{
    private const string Heading = "### ";
    private const string Opens = "```text";
    private const string Closes = "```";

    private static readonly Lock Writing = new();

    private static string File => Repository.PathOf("docs", "cases.md");

    /// <summary>The cases in the document, by the names of their tests.</summary>
    public static IEnumerable<string> Names => System.IO.File.ReadLines(File)
        .Where(line => line.StartsWith(Heading, StringComparison.Ordinal))
        .Select(line => line[Heading.Length..].Replace(' ', '_'));

    public static void Check(string name, IReadOnlyList<string> told)
    {
        var (before, documented, after) = Find(name);
        if (Environment.GetEnvironmentVariable("OFFRAMP_RECORD_CASES") == "true")
        {
            lock (Writing)
            {
                (before, _, after) = Find(name);
                System.IO.File.WriteAllLines(File, [.. before, .. told, .. after]);
            }
        }
        else
        {
            Assert.AreEqual(string.Join('\n', documented), string.Join('\n', told), $"docs/cases.md does not say how '{name}' goes");
        }
    }

    private static (string[] Before, string[] Block, string[] After) Find(string name)
    {
        var lines = System.IO.File.ReadAllLines(File);
        var heading = Array.IndexOf(lines, Heading + name.Replace('_', ' '));
        Assert.AreNotEqual(-1, heading, $"docs/cases.md has no case '{name.Replace('_', ' ')}'");
        var from = Array.IndexOf(lines, Opens, heading) + 1;
        var to = Array.IndexOf(lines, Closes, from);
        return (lines[..from], lines[from..to], lines[to..]);
    }
}
