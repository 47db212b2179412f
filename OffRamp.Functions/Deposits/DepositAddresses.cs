using System.Collections.Concurrent;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Deposits;

/// <summary>Whose deposit address is whose. An address belongs to one sell for good, so what was read once is remembered.</summary>
internal sealed class DepositAddresses(TableStore store)
{
    // Some 10 MB at most; then it begins anew, which only costs reads.
    private const int MaximumRemembered = 50_000;
    private const string Sell = "Sell";

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly ConcurrentDictionary<ChainAddress, SellId> remembered = new();

    /// <summary>
    /// Written before the sell itself, so that no deposit finds nobody. Safe to repeat; of two sells that are given one
    /// address at the same moment, one gets it.
    /// </summary>
    /// <returns>Whose the address is: this sell's, or the one's that had it before.</returns>
    public async Task<SellId> PointAsync(ChainAddress address, SellId sell, CancellationToken cancellation)
    {
        try
        {
            await index.InsertAsync(RowOf(address).Set(Sell, sell.ToString()), cancellation);
        }
        catch (StorageConflictException)
        {
            return await FindAsync(address, cancellation) ?? sell;
        }

        Remember(address, sell);
        return sell;
    }

    /// <summary>The sell of an address; null for an address that we never gave to anybody. The sell itself may not have come to be.</summary>
    public async Task<SellId?> FindAsync(ChainAddress address, CancellationToken cancellation)
    {
        if (remembered.TryGetValue(address, out var known))
        {
            return known;
        }

        var key = RowOf(address);
        var row = await index.GetAsync(key.PartitionKey, key.RowKey, cancellation: cancellation);
        if (row is null)
        {
            return null;
        }

        var sell = PrefixedId.Parse<SellId>(row.GetString(Sell)!);
        Remember(address, sell);
        return sell;
    }

    private void Remember(ChainAddress address, SellId sell)
    {
        if (remembered.Count >= MaximumRemembered)
        {
            remembered.Clear();
        }

        remembered[address] = sell;
    }

    private static Row RowOf(ChainAddress address) =>
        new(IndexKeys.Address(address.Network, address.Normalized), IndexKeys.AddressRow);
}
