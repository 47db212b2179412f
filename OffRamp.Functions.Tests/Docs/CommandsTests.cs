using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>Commands in documents: a test runs each, or it needs what no test has (Azure, Microsoft's Functions host).</summary>
[TestClass]
public sealed partial class CommandsTests
{
    /// <summary>Everything in it is about a subscription.</summary>
    private const string Checklist = "docs/azure-checklist.md";

    /// <summary>Pasted whole: <see cref="WalkthroughTests"/> and <see cref="OperateTests"/>.</summary>
    private static readonly string[] Pasted = ["README.md", "docs/operate.md"];

    /// <summary>Programs that need a subscription, GitHub, or Microsoft's own host.</summary>
    private static readonly string[] OfOthers = ["az", "azd", "func", "gh"];

    /// <summary>Of the others: the command, and the test that runs it.</summary>
    private static readonly Dictionary<string, string> RunBy = new()
    {
        ["dotnet publish OffRamp.Functions -c Release -o artifacts/app"] = "Infra/PublishedAppTests.cs",
        ["cp local.settings.sample.json artifacts/app/local.settings.json"] = "Hosting/SettingsTests.cs",
        ["cd artifacts/app"] = "Infra/PublishedAppTests.cs",
        ["dotnet pack \"$OFFRAMP/clients/dotnet\" --output ./packages"] = "Clients/DotnetClientTests.cs",
        ["dotnet add package OffRamp.Client --source ./packages"] = "Clients/DotnetClientTests.cs",
        ["npm pack \"$OFFRAMP/clients/node\""] = "Clients/NodeClientTests.cs",
        ["npm install ./offramp-client-0.1.0.tgz"] = "Clients/NodeClientTests.cs",
    };

    [TestMethod]
    public void Each_is_run_by_a_test_or_is_somebody_else_s()
    {
        var unrun =
            from document in Markdown.All.Where(document => document.File != Checklist)
            from block in Block().Matches(document.Text)
            where !(Pasted.Contains(document.File) && block.Groups["language"].Value == "bash")
            from command in Commands(block.Groups["lines"].Value)
            where !OfOthers.Contains(command.Split(' ')[0]) && !RunBy.ContainsKey(command)
            select $"{document.File}: {command}";

        Assert.AreEqual("", string.Join('\n', unrun));
    }

    [TestMethod]
    public void What_only_a_subscription_can_show_has_the_command_that_shows_it()
    {
        var rows = Markdown.Read(Checklist).Text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ")).ToList();

        var vague = rows.Where(row => row.Length != 3 || !row[1].Contains('`', StringComparison.Ordinal) || !(row[2] == "**not verified**" || Seen().IsMatch(row[2])));

        Assert.AreEqual("", string.Join('\n', vague.Select(row => row[0])));
        Assert.IsGreaterThan(40, rows.Count);
    }

    [TestMethod]
    public void The_tests_that_run_them_are_there() =>
        Assert.AreEqual("", string.Join('\n', RunBy.Values.Where(test => !File.Exists(Repository.PathOf("OffRamp.Functions.Tests", test)))));

    [TestMethod]
    public void Scripts_that_are_named_can_be_run_and_take_what_is_said()
    {
        var wrong =
            from document in Markdown.All
            from match in Script().Matches(document.Text)
            let name = match.Groups["name"].Value
            where !File.Exists(Repository.PathOf(name))
                || (name == "soak" && match.Groups["kind"].Value is { Length: > 0 } kind && !SourceTree.Read(name).Contains($" {kind} ", StringComparison.Ordinal))
            select $"{document.File}: {match.Value}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    // One a line, or joined by &&; continued lines are one, and comments none.
    private static IEnumerable<string> Commands(string lines) => lines.Replace("\\\n", " ", StringComparison.Ordinal)
        .Split('\n').SelectMany(line => line.Split('#')[0].Split("&&"))
        .Select(command => Regex.Replace(command.Trim(), " +", " ")).Where(command => command.Length > 0);

    // A date, and with which versions.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d.+\d")]
    private static partial Regex Seen();

    [GeneratedRegex("```(?<language>bash|sh)\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<=^|`)\./(?<name>[a-z]+)( (?<kind>[a-z]+))?(?=[ \n`])", RegexOptions.Multiline)]
    private static partial Regex Script();
}
