using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Quotes;

/// <summary>Assets that operators have paused: no quotes for them, while sells under way go on.</summary>
internal sealed class PausedAssets(TableStore store)
{
    private const string Partition = "paused";

    // Another instance hears of a pause this much later.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly Table table = store.Table(StorageNames.Index);
    private (IReadOnlySet<string> Names, long Until)? known;

    public async Task<bool> IsPausedAsync(Asset asset, CancellationToken cancellation)
    {
        // Real time: this is about how old our knowledge is, not about business.
        if (known is { } memory && Environment.TickCount64 < memory.Until)
        {
            return memory.Names.Contains(Name(asset));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAllAsync(TableFilter.PartitionEquals(Partition), cancellation))
        {
            names.Add(row.RowKey);
        }

        known = (names, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        return names.Contains(Name(asset));
    }

    /// <summary>Pauses an asset or takes it up again; repeated, nothing happens.</summary>
    public async Task SetAsync(Asset asset, bool isPaused, CancellationToken cancellation)
    {
        try
        {
            if (isPaused)
            {
                await table.UpsertAsync(new Row(Partition, Name(asset)), cancellation);
            }
            else
            {
                await table.DeleteAsync(Partition, Name(asset), Azure.ETag.All, cancellation);
            }
        }
        catch (StorageNotFoundException)
        {
            // It was not paused.
        }
        known = null;
    }

    private static string Name(Asset asset) => $"{asset.Currency.Code}|{asset.Network}";
}
