using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>Rules of the house about files, which no compiler knows.</summary>
[TestClass]
public sealed class HouseRulesTests
{
    private const int MostLines = 250;
    private const int MedianLines = 60;

    // In two parts each, so that this file holds none of them.
    private static readonly string[] OfOneMachine =
        ["/" + "work/", "/" + "tmp/wt", "/" + "home/", "registry" + ".npmjs.org", "api" + ".nuget.org"];

    [TestMethod]
    public void No_file_is_longer_than_250_lines()
    {
        var tooLong = SourceTree.CSharpFiles
            .Select(file => (file, lines: Lines(file)))
            .Where(found => found.lines > MostLines)
            .Select(found => $"{found.file} has {found.lines} lines");

        Assert.AreEqual("", string.Join('\n', tooLong));
    }

    [TestMethod]
    [DataRow("OffRamp.Functions/")]
    [DataRow("OffRamp.LocalHost/")]
    public void Half_of_the_files_fit_on_a_screen(string project)
    {
        var lengths = SourceTree.CSharpFiles.Where(file => file.StartsWith(project, StringComparison.Ordinal)).Select(Lines).Order().ToList();

        Assert.IsLessThanOrEqualTo(MedianLines, lengths[lengths.Count / 2]);
    }

    [TestMethod]
    public void No_file_speaks_of_the_machine_it_was_written_on()
    {
        var found =
            from file in SourceTree.TextFiles
            let text = SourceTree.Read(file)
            from word in OfOneMachine
            where text.Contains(word, StringComparison.OrdinalIgnoreCase)
            select $"{file}: {word}";

        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    public Task Every_file_is_as_dotnet_format_leaves_it() => Command.RunAsync(
        "dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes", "--exclude", "node_modules/"], Repository.Root);

    private static int Lines(string file) => SourceTree.Read(file).AsSpan().Count('\n');
}
