using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Azurite;

/// <summary>How to run the storage emulator. The defaults suit a test: free ports, nothing on disk.</summary>
internal sealed record AzuriteOptions
{
    /// <summary>The first of three ports (blob, queue, table); 0 takes three free ones.</summary>
    public int FirstPort { get; init; }

    /// <summary>The ports themselves (blob, queue, table), where they need not follow each other.</summary>
    public IReadOnlyList<int>? Ports { get; init; }

    /// <summary>Where the data lives; null keeps it in memory.</summary>
    public string? Location { get; init; }

    /// <summary>azurite.js; found in the nearest node_modules above the working or program folder when null.</summary>
    public string? Script { get; init; }

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public Leftovers? NotedIn { get; init; }

    public string FindScript() => Script
        ?? Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory)
        ?? throw new HostFailure("Azurite is not installed: run `npm ci` in the repository's root.");

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var script = Path.Combine(at.FullName, "node_modules", "azurite", "dist", "src", "azurite.js");
            if (File.Exists(script))
            {
                return script;
            }
        }
        return null;
    }
}
