using System.Collections.Concurrent;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// Sells that were late although their orchestration runs: it may wait for a call that a dead host took along, until the engine gives
/// that back. Meanwhile whoever stores something for one moves it himself. A cache of this process: where it knows
/// nothing, a visit does the same within a minute.
/// </summary>
internal sealed class DeafSells(TimeProvider clock)
{
    private const int MostKept = 2_000;

    /// <summary>Engines take five minutes over the calls of a host that died; afterwards a hint is heard again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<SellId, DateTimeOffset> until = new();

    public void Add(SellId sell)
    {
        if (until.Count >= MostKept)
        {
            until.Clear();
        }

        until[sell] = clock.GetUtcNow() + Longest;
    }

    public bool Contains(SellId sell) => until.TryGetValue(sell, out var end) && clock.GetUtcNow() < end;
}
