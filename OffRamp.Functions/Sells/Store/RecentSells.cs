using System.Collections.Concurrent;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sells.Store;

/// <summary>Sells as this process last wrote them, for some minutes: a cache with a lifetime, right or refused by its version.</summary>
internal sealed class RecentSells(TimeProvider clock)
{
    /// <summary>As long as an activity may take to follow the one that wrote.</summary>
    public static readonly TimeSpan JustNow = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int MostKept = 5_000;

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
    /// <param name="id">The sell.</param>
    /// <param name="age">How long ago it may have been written.</param>
    public StoredSell? Find(SellId id, TimeSpan age) =>
        kept.TryRemove(id, out var found) && clock.GetElapsedTime(found.Since) < age ? found.Sell : null;
}
