using System.Collections.Concurrent;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>How often each kind of oddity happened, and where its sells ended.</summary>
internal static class Tally
{
    private static readonly ConcurrentDictionary<(string Kind, string End), long> Counts = new();

    public static void Count(Plan plan, Sell sell)
    {
        var end = sell.Phase == SellPhase.OnHold ? $"on_hold {sell.HoldReason}" : sell.Phase.ToString();
        foreach (var kind in plan.Oddities().Distinct())
        {
            Counts.AddOrUpdate((kind, end), 1, (_, known) => known + 1);
        }
    }

    public static IEnumerable<string> Lines() => Counts.GroupBy(count => count.Key.Kind).OrderBy(kind => kind.Key)
        .Select(kind => $"{kind.Key}: {kind.Sum(count => count.Value)} ({string.Join(", ", kind.OrderByDescending(count => count.Value).Select(count => $"{count.Key.End} {count.Value}"))})");
}
