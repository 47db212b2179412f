using System.Globalization;
using System.Xml.Linq;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Benchmarks;

/// <summary>The benches as they were built with the tests: run small, so that they cannot rot.</summary>
internal static class Bench
{
    private static readonly string Program = Repository.PathOf(
        "OffRamp.Benchmarks", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "OffRamp.Benchmarks.dll");

    /// <summary>The local host as it was built with the benches.</summary>
    public static string LocalHost { get; } = Path.Combine(Path.GetDirectoryName(Program)!, "OffRamp.LocalHost.dll");

    public static Task<Said> RunAsync(params string[] args) => Command.TryAsync("dotnet", [Program, .. args], Repository.Root, settings: ("OFFRAMP_PEERS", ""));

    /// <summary>Runs one that is to draw pictures, and sees that each has the bars that it should, and that they are something.</summary>
    /// <param name="pictures">Their names, and how many bars each has at least.</param>
    /// <param name="args">What it is told, without the folder.</param>
    public static async Task<Said> DrawAsync((string Name, int Bars)[] pictures, params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("offramp-pictures-");
        try
        {
            var run = await RunAsync([.. args, "--pictures", folder.FullName]);
            Assert.AreEqual(0, run.Code, run.All);
            CollectionAssert.AreEquivalent(pictures.Select(picture => picture.Name).ToList(), folder.GetFiles().Select(file => file.Name).ToList(), run.All);
            foreach (var (name, bars) in pictures)
            {
                Assert.IsGreaterThanOrEqualTo(bars, BarsIn(Path.Combine(folder.FullName, name)), $"{name}\n{run.All}");
            }
            return run;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The figures of the first table's row of that name, as they are written.</summary>
    public static string[] Row(Said run, string name) =>
        run.Output.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).First(cells => cells.Length > 2 && cells[1] == name)[2..^1];

    /// <summary>How many bars that are longer than nothing, which what tells the colours is not among.</summary>
    private static int BarsIn(string picture) => XDocument.Load(picture).Descendants().Count(part =>
        part.Name.LocalName == "rect" && part.Attribute("height")!.Value == "20" && double.Parse(part.Attribute("width")!.Value, CultureInfo.InvariantCulture) > 0);
}
