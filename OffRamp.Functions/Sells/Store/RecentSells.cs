using System.Collections.Concurrent;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sells.Store;

/// <summary>Sells as this process last wrote them, for some seconds: a cache with a lifetime, right or refused by its version.</summary>
internal sealed class RecentSells(TimeProvider clock)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SellId, (StoredSell Sell, long Since)> kept = new();

    public void Keep(StoredSell sell)
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[sell.Sell.Id] = (sell, clock.GetTimestamp());
    }

    /// <summary>Once only: what was made of it is newer, or it was not the latest.</summary>
    public StoredSell? Find(SellId id) =>
        kept.TryRemove(id, out var found) && clock.GetElapsedTime(found.Since) < Lifetime ? found.Sell : null;
}
