using System.Collections.Concurrent;
using System.Globalization;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Recovery;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>docs/growth.md reckons with what a happy sell costs; here one is watched.</summary>
[TestClass]
internal sealed class GrowthTests
{
    /// <summary>What comes one after the other here may come together there, and is told in fewer turns; a figure that has grown by more is a new figure. <see cref="OrdinarySells"/> holds requests exactly.</summary>
    private const double Least = 0.6;
    private const double Most = 1.15;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_happy_sell_costs_what_the_document_reckons_with()
    {
        var calls = new ConcurrentQueue<string>();
        await using var world = await World.StartAsync(beforeCall: (function, _) => Count(calls, function));
        await HappySell.RunAsync(world);
        var before = await RowsAsync(world);
        calls.Clear();

        var requests = await HappySell.RunAsync(world);

        var figures = Figures(requests, calls, before, await RowsAsync(world));
        TestContext.WriteLine(string.Join('\n', figures.Select(figure => $"| {figure.Key} | {figure.Value} |")));
        var said = Markdown.Read("docs/growth.md").TableRows.Where(row => figures.ContainsKey(row[0])).ToDictionary(row => row[0], row => double.Parse(row[1], CultureInfo.InvariantCulture));
        Assert.AreEqual("", string.Join('\n', figures.Where(figure => !IsAbout(said.GetValueOrDefault(figure.Key), figure.Value)).Select(figure => $"{figure.Key}: {figure.Value}")));
    }

    private static Dictionary<string, double> Figures(
        IReadOnlyList<StorageRequest> requests, IReadOnlyCollection<string> calls, Dictionary<string, int> before, Dictionary<string, int> after)
    {
        var added = after.Where(row => !before.ContainsKey(row.Key)).ToList();
        return new()
        {
            ["requests on the product's tables"] = requests.Count,
            ["of them on table Sells"] = requests.Count(request => request.Table.EndsWith(StorageNames.Sells, StringComparison.Ordinal)),
            ["of them on table Index"] = requests.Count(request => request.Table.EndsWith(StorageNames.Index, StringComparison.Ordinal)),
            ["rows that stay"] = added.Count,
            ["kilobytes that stay"] = Math.Round(added.Sum(row => row.Value) / 1024.0, 1),
            ["turns of orchestrations"] = calls.Count(call => call is SellOrchestration.Name or DeliverWebhooks.Name),
            ["activities"] = calls.Count(call => call is not (SellOrchestration.Name or DeliverWebhooks.Name)),
        };
    }

    private static bool IsAbout(double said, double seen) => seen >= Least * said && seen <= Math.Max(said + 1, Most * said);

    private static async Task<Dictionary<string, int>> RowsAsync(World world)
    {
        var rows = new Dictionary<string, int>();
        foreach (var name in StorageNames.All)
        {
            foreach (var row in await CopiedTables.RowsAsync(world.Tables.Store.Table(name)))
            {
                rows[$"{name} {row}"] = row.Size;
            }
        }

        return rows;
    }

    /// <summary>What the timer of every minute asks for is not a sell's, unless it happens to fall into a minute's turn.</summary>
    private static void Count(ConcurrentQueue<string> calls, string function)
    {
        if (function == nameof(ReviveSells))
        {
            throw new InvalidOperationException("not while a sell's requests are counted");
        }

        calls.Enqueue(function);
    }
}
