using System.Collections.Concurrent;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Store;

/// <summary>Whether there is such a sell: a notice kept for one that is not would be seen by nobody. Sells are never deleted, so a yes is remembered.</summary>
internal sealed class KnownSells(TableStore store)
{
    private const int MaximumRemembered = 100_000;

    private readonly Table sells = store.Table(StorageNames.Sells);
    private readonly ConcurrentDictionary<SellId, bool> remembered = new();

    public async Task<bool> ContainsAsync(SellId sell, CancellationToken cancellation)
    {
        if (remembered.ContainsKey(sell))
        {
            return true;
        }

        if (await sells.GetAsync(SellKeys.Partition(sell), SellKeys.Sell, [SellKeys.Handled], cancellation) is null)
        {
            return false;
        }

        Remember(sell);
        return true;
    }

    /// <summary>The sell was just stored.</summary>
    public void Remember(SellId sell)
    {
        if (remembered.Count >= MaximumRemembered)
        {
            remembered.Clear();
        }

        remembered[sell] = true;
    }
}
