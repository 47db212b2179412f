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

    /// <summary>Ours gives them back after one (host.json): who was late once more after three waits for what was lost.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<SellId, DateTimeOffset> since = new();

    public void Add(SellId sell)
    {
        if (since.Count >= MostKept)
        {
            since.Clear();
        }

        since[sell] = clock.GetUtcNow();
    }

    public bool Contains(SellId sell) => since.TryGetValue(sell, out var at) && clock.GetUtcNow() < at + Longest;

    /// <summary>Whether it has been deaf for so long that no call which the engine gives back can be what it waits for.</summary>
    public bool IsForGood(SellId sell) =>
        since.TryGetValue(sell, out var at) && clock.GetUtcNow() is var now && at + LongestTurn <= now && now < at + Longest;

    /// <summary>Another orchestration is to come.</summary>
    public void Forget(SellId sell) => since.TryRemove(sell, out _);
}
