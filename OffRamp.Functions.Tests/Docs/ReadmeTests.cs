using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    [DataRow("run")]
    [DataRow("test")]
    public void Commands_are_there_and_can_be_run(string command)
    {
        var readme = Markdown.Read("README.md").Text;

        StringAssert.Contains(readme, $"\n./{command} ");
        Assert.IsTrue(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(command)).HasFlag(UnixFileMode.UserExecute),
            $"./{command} is not executable.");
    }

    [TestMethod]
    public void Every_link_between_documents_leads_somewhere()
    {
        var dead = Markdown.All.SelectMany(document => document.Links.Where(IsMissing).Select(link => $"{document.File}: {link}"));

        Assert.AreEqual("", string.Join('\n', dead));
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("OffRamp.Functions/Sells/README.md")]
    public void Every_file_that_it_names_is_there(string document)
    {
        var dead = Markdown.Read(document).NamedFiles.Where(IsMissing);

        Assert.AreEqual("", string.Join('\n', dead));
    }

    [TestMethod]
    public void The_tree_names_only_what_is_there()
    {
        var dead = new List<string>();
        var project = "";
        foreach (var line in Tree())
        {
            var isInside = line.StartsWith(' ');
            var names = line.Trim().Split("  ")[0].Split(' ');
            dead.AddRange(names.Select(name => isInside ? project + name : name).Where(IsMissing));
            project = isInside ? project : names[0];
        }

        Assert.AreEqual("", string.Join('\n', dead));
    }

    [TestMethod]
    public void Every_project_is_in_the_tree()
    {
        var projects = SourceTree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => file.Split('/')[0] + "/").Distinct();

        CollectionAssert.IsSubsetOf(projects.ToList(), Tree().Select(line => line.Split(' ')[0]).ToList());
    }

    [TestMethod]
    public void Every_decision_is_in_the_list()
    {
        var list = Markdown.Read("docs/decisions/README.md").Links.ToList();

        var notes = SourceTree.Files.Where(file => file.StartsWith("docs/decisions/0", StringComparison.Ordinal));

        CollectionAssert.AreEquivalent(notes.ToList(), list);
    }

    private static IEnumerable<string> Tree() =>
        Markdown.Read("README.md").Text.Split("## Where things are")[1].Split("```")[1].Split('\n').Where(line => line.Length > 0);

    private static bool IsMissing(string file) => !Path.Exists(Repository.PathOf(file));
}
