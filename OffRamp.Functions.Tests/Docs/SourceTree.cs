using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>The repository's own files, without what builds, runs and package managers put beside them.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotOurs = [".git", ".vs", ".local", "artifacts", "bin", "node_modules", "obj", "TestResults"];
    private static readonly HashSet<string> Binary = [".ico", ".png", ".woff2"];

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Below(new DirectoryInfo(Repository.Root)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> TextFiles => Files.Where(file => !Binary.Contains(Path.GetExtension(file)));

    public static IEnumerable<string> CSharpFiles => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Repository.PathOf(file));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Where(file => file.Name != ".git")
            .Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(IsOurs).SelectMany(Below));

    private static bool IsOurs(DirectoryInfo folder) => !NotOurs.Contains(folder.Name) && folder.LinkTarget is null;
}
