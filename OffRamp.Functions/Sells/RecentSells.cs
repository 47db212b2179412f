namespace OffRamp.Functions.Sells;

using System.Collections.Concurrent;
using OffRamp.Functions.Ids;

/// <summary>Sells as this process last wrote them, for some seconds: a cache with a lifetime, right or refused by its version.</summary>
internal sealed class RecentSells
{
    private const int MostKept = 10_000;
    private static readonly long Lifetime = (long)TimeSpan.FromSeconds(5).TotalMilliseconds;

    private readonly ConcurrentDictionary<SellId, (StoredSell Sell, long Until)> kept = new();

    public void Keep(StoredSell sell)
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[sell.Sell.Id] = (sell, Environment.TickCount64 + Lifetime);
    }

    /// <summary>Once only: what was made of it is newer, or it was not the latest.</summary>
    public StoredSell? Find(SellId id) =>
        kept.TryRemove(id, out var found) && Environment.TickCount64 < found.Until ? found.Sell : null;
}
