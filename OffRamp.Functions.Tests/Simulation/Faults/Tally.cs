using System.Collections.Concurrent;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Tests.Simulation.Faults;

/// <summary>Where a sell comes to rest: at one of its ends, or with a person.</summary>
internal enum End { Paid, Refunded, Expired, Cancelled, APerson }

/// <summary>In how many sells each kind of fault and oddity happened, and where they came to rest.</summary>
internal sealed class Tally
{
    private static readonly End[] Ends = Enum.GetValues<End>();
    private readonly ConcurrentDictionary<string, long[]> counts = new();

    public void Count(IEnumerable<string> kinds, Sell sell) => Add(kinds, EndOf(sell));

    public void Add(IEnumerable<string> kinds, End end)
    {
        foreach (var kind in kinds)
        {
            Interlocked.Increment(ref counts.GetOrAdd(kind, _ => new long[Ends.Length])[(int)end]);
        }
    }

    public long Of(string kind) => counts.TryGetValue(kind, out var met) ? met.Sum() : 0;

    public long Of(string kind, End end) => counts.TryGetValue(kind, out var met) ? met[(int)end] : 0;

    /// <summary>A line a kind: how often, and of these at each end.</summary>
    public IEnumerable<string> Lines() => counts.Keys.Order(StringComparer.Ordinal)
        .Select(kind => $"{kind}: {Of(kind)} ({string.Join(", ", Ends.Select(end => $"{WordOf(end)} {Of(kind, end)}"))})");

    public static string WordOf(End end) => end == End.APerson ? "with a person" : end.ToString().ToLowerInvariant();

    private static End EndOf(Sell sell) => sell.Phase switch
    {
        SellPhase.Paid => End.Paid,
        SellPhase.Refunded => End.Refunded,
        SellPhase.Expired => End.Expired,
        SellPhase.Cancelled => End.Cancelled,
        _ => End.APerson,
    };
}
