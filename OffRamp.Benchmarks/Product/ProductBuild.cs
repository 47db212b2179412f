using System.Diagnostics;
using OffRamp.LocalHost;

namespace OffRamp.Benchmarks.Product;

/// <summary>A build of the product, and how it is started.</summary>
/// <param name="Name">What a report and a picture call it.</param>
/// <param name="Program">What starts it.</param>
/// <param name="Arguments">What that is told.</param>
/// <param name="Folder">Where it runs.</param>
/// <param name="App">The published app; null where the program knows.</param>
internal sealed record ProductBuild(string Name, string Program, IReadOnlyList<string> Arguments, string Folder, string? App)
{
    private const string Ours = "this build";

    /// <summary>This build: an app that was named, or what <c>./run</c> starts.</summary>
    public static ProductBuild This(string? app) => app is null ? CheckedOut(Ours, Environment.CurrentDirectory) : Built(Ours, app);

    /// <summary>Another checkout, called by its commit.</summary>
    /// <exception cref="FormatException">The folder is no checkout.</exception>
    public static ProductBuild Other(string folder)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true })!;
        var commit = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? CheckedOut(commit, folder) : throw new FormatException($"{folder} is no checkout of git's.");
    }

    /// <summary>A checkout: its <c>./run</c>, which builds what is not built.</summary>
    private static ProductBuild CheckedOut(string name, string folder) => new(name, Path.Combine(folder, "run"), [], folder, null);

    /// <summary>An app behind the local host that was built with this program.</summary>
    private static ProductBuild Built(string name, string app) =>
        new(name, "dotnet", ["exec", typeof(LocalHostApp).Assembly.Location], Environment.CurrentDirectory, app);
}
