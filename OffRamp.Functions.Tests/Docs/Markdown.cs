using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>A document of the repository, and what it names.</summary>
internal sealed partial record Markdown(string File, string Text)
{
    public static IEnumerable<Markdown> All => SourceTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Select(Read);

    public static Markdown Read(string file) => new(file, SourceTree.Read(file));

    /// <summary>What it links to inside the repository, from the root.</summary>
    public IEnumerable<string> Links => Link().Matches(Text)
        .Select(match => match.Groups["to"].Value)
        .Where(to => !to.Contains("://", StringComparison.Ordinal))
        .Select(FromRoot);

    /// <summary>What it names in backticks that looks like a file of ours, from its own folder.</summary>
    public IEnumerable<string> NamedFiles => NamedFile().Matches(Text).Select(match => FromRoot(match.Groups["file"].Value));

    /// <summary>The cells of its tables' rows, without backticks.</summary>
    public IEnumerable<string[]> TableRows => Text.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim()).ToArray());

    private string FromRoot(string relative) =>
        Path.GetRelativePath(Repository.Root, Repository.PathOf(Path.GetDirectoryName(File)!, relative)).Replace('\\', '/');

    [GeneratedRegex(@"\]\((?<to>[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<file>[\w./-]+\.(cs|cjs|md|json|jsonl|txt|props|proto|sln))`")]
    private static partial Regex NamedFile();
}
