using Azure;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Quotes;

/// <summary>Assets that operators have paused: no quotes for them, while sells under way go on.</summary>
internal sealed class PausedAssets(TableStore store)
{
    private const string Partition = "paused";
    private const string VersionRow = "~version";
    private const int MaximumAttempts = 5;

    // Another instance hears of a pause this much later.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly Table table = store.Table(StorageNames.Index);
    private volatile Remembered? known;

    public async Task<bool> IsPausedAsync(Asset asset, CancellationToken cancellation)
    {
        // Real time: this is about how old our knowledge is, not about business.
        if (known is { } memory && Environment.TickCount64 < memory.Until)
        {
            return memory.Assets.Holds(asset);
        }

        var now = await ReadAsync(cancellation);
        known = new(now, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        return now.Holds(asset);
    }

    /// <summary>All that are paused at this moment.</summary>
    public async Task<Paused> ReadAsync(CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var version = "";
        await foreach (var row in table.QueryAllAsync(TableFilter.PartitionEquals(Partition), cancellation))
        {
            if (row.RowKey == VersionRow)
            {
                version = row.ETag.ToString();
            }
            else
            {
                names.Add(row.RowKey);
            }
        }

        return new Paused(names, version);
    }

    /// <summary>Pauses an asset or takes it up again; repeated, nothing happens.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="isPaused">Whether it is to be paused.</param>
    /// <param name="seen">The version that it is to change; null for any.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is paused then; null where it was changed since that version.</returns>
    /// <exception cref="StorageThrottledException">Too many changes at once.</exception>
    public async Task<Paused?> SetAsync(Asset asset, bool isPaused, string? seen, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var now = await ReadAsync(cancellation);
            if (seen is not null && seen != now.Version)
            {
                return null;
            }

            if (now.Holds(asset) == isPaused)
            {
                return now;
            }

            if (await TryWriteAsync(now, Paused.Name(asset), isPaused, cancellation))
            {
                known = null;
                return await ReadAsync(cancellation);
            }
        }

        throw new StorageThrottledException(new StorageError(503, "AssetsBusy", "too many at once", "pause"));
    }

    private async Task<bool> TryWriteAsync(Paused now, string name, bool isPaused, CancellationToken cancellation)
    {
        var version = new Row(Partition, VersionRow);
        try
        {
            await table.TransactAsync(
                Partition,
                [
                    now.Version.Length == 0 ? TableOperation.Insert(version) : TableOperation.Replace(version, new ETag(now.Version)),
                    isPaused ? TableOperation.Upsert(new Row(Partition, name)) : TableOperation.Delete(Partition, name, ETag.All),
                ],
                cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException or StorageNotFoundException)
        {
            return false;
        }
    }

    /// <summary>One record, so that it is swapped at once: requests read it meanwhile.</summary>
    private sealed record Remembered(Paused Assets, long Until);
}

/// <summary>The assets that were paused when they were read, and as what.</summary>
internal sealed record Paused(IReadOnlySet<string> Names, string Version)
{
    public bool Holds(Asset asset) => Names.Contains(Name(asset));

    public static string Name(Asset asset) => $"{asset.Currency.Code}|{asset.Network}";
}
