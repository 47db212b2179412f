using System.Text.Json;
using System.Xml.Linq;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/dependencies.md tells the truth about what the build takes.</summary>
[TestClass]
public sealed class DependenciesTests
{
    private static readonly string[] NpmFiles = ["package.json", "OffRamp.Functions/SellPage/package.json"];

    [TestMethod]
    public void Every_NuGet_package_is_listed_with_its_version()
    {
        var pinned = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"{package.Attribute("Include")!.Value} {package.Attribute("Version")!.Value}");

        CollectionAssert.IsSubsetOf(pinned.ToList(), Listed());
    }

    [TestMethod]
    public void Every_npm_package_is_listed_with_its_version()
    {
        var pinned = NpmPackages("dependencies").Concat(NpmPackages("devDependencies"));

        CollectionAssert.IsSubsetOf(pinned.ToList(), Listed());
    }

    [TestMethod]
    public void Every_tool_is_listed_with_its_version()
    {
        using var json = JsonDocument.Parse(SourceTree.Read(".config/dotnet-tools.json"));
        var pinned = json.RootElement.GetProperty("tools").EnumerateObject().Select(tool => $"{tool.Name} {tool.Value.GetProperty("version").GetString()}");

        CollectionAssert.IsSubsetOf(pinned.ToList(), Listed().Select(package => package.ToLowerInvariant()).ToList());
    }

    [TestMethod]
    public void Nothing_is_listed_that_is_not_used()
    {
        var used = string.Concat(SourceTree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(SourceTree.Read))
            + SourceTree.Read("Directory.Build.props") + string.Concat(NpmFiles.Select(SourceTree.Read)) + SourceTree.Read(".config/dotnet-tools.json");

        var unused = Listed().Select(package => package.Split(' ')[0]).Where(name => !used.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase));

        Assert.AreEqual("", string.Join('\n', unused));
    }

    private static List<string> Listed() =>
    [
        .. Markdown.Read("docs/dependencies.md").TableRows
            .Where(row => row.Length == 4 && char.IsAsciiDigit(row[1][0]))
            .Select(row => $"{row[0]} {row[1]}"),
    ];

    private static IEnumerable<string> NpmPackages(string group) => NpmFiles.SelectMany(file =>
    {
        using var json = JsonDocument.Parse(SourceTree.Read(file));
        return json.RootElement.TryGetProperty(group, out var packages)
            ? packages.EnumerateObject().Select(package => $"{package.Name} {package.Value.GetString()}").ToList()
            : [];
    });
}
