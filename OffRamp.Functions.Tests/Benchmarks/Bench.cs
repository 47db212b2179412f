using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary>The benches as they were built with the tests: run small, so that they cannot rot.</summary>
internal static class Bench
{
    private static readonly string Program = Repository.PathOf(
        "OffRamp.Benchmarks", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "OffRamp.Benchmarks.dll");

    public static Task<Said> RunAsync(params string[] args) => Command.TryAsync("dotnet", [Program, .. args], Repository.Root, settings: ("OFFRAMP_PEERS", ""));

    /// <summary>The figures of the first table's row of that name, as they are written.</summary>
    public static string[] Row(Said run, string name) =>
        run.Output.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).First(cells => cells.Length > 2 && cells[1] == name)[2..^1];
}
