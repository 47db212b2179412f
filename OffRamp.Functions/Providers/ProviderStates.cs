using Azure;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Providers;

/// <summary>
/// In table Index, partition <c>providers</c>: a row for each provider that was ever in trouble. It is written under its
/// version, so that of all instances one raises the alarm, and one asks each minute.
/// </summary>
internal sealed class ProviderStates(TableStore store) : IProviderStates
{
    private const string Partition = "providers";
    private const string PausedSince = "PausedSince";
    private const string AskedAt = "AskedAt";
    private const string WellAt = "WellAt";
    private const string RefusesUs = "RefusesUs";
    private const string AlarmedAt = "AlarmedAt";
    private const string WrittenAs = "WrittenAs";

    private readonly Table index = store.Table(StorageNames.Index);
    private volatile Remembered? known;

    /// <summary>Another instance hears of it this much later, in real time.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyDictionary<string, ProviderState>> ReadAsync(CancellationToken cancellation)
    {
        // Real time: this is about how old our knowledge is, not about business.
        if (known is { } memory && Environment.TickCount64 < memory.Until)
        {
            return memory.States;
        }

        var states = new Dictionary<string, ProviderState>();
        await foreach (var row in index.QueryAllAsync(TableFilter.PartitionEquals(Partition), cancellation))
        {
            states[row.RowKey] = Read(row);
        }

        known = new(states, Environment.TickCount64 + (long)Memory.TotalMilliseconds);
        return states;
    }

    public async Task<bool> TryWriteAsync(ProviderState state, CancellationToken cancellation)
    {
        var name = Guid.NewGuid().ToString("N");
        try
        {
            var row = Write(state).Set(WrittenAs, name);
            await (state.Version.Length == 0 ? index.InsertAsync(row, cancellation) : index.ReplaceAsync(row, new ETag(state.Version), cancellation));
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StoragePreconditionException or StorageNotFoundException)
        {
            // Somebody else's write, or our own, whose answer was lost.
            return (await index.GetAsync(Partition, state.Name, [WrittenAs], cancellation))?.GetString(WrittenAs) == name;
        }
        finally
        {
            known = null;
        }
    }

    private static Row Write(ProviderState state) => new Row(Partition, state.Name)
        .Set(PausedSince, state.PausedSince).Set(AskedAt, state.AskedAt).Set(WellAt, state.WellAt)
        .Set(RefusesUs, state.RefusesUs).Set(AlarmedAt, state.AlarmedAt);

    private static ProviderState Read(Row row) => new(row.RowKey)
    {
        PausedSince = row.GetDateTimeOffset(PausedSince),
        AskedAt = row.GetDateTimeOffset(AskedAt),
        WellAt = row.GetDateTimeOffset(WellAt),
        RefusesUs = row.GetBoolean(RefusesUs) ?? false,
        AlarmedAt = row.GetDateTimeOffset(AlarmedAt),
        Version = row.ETag.ToString(),
    };

    /// <summary>One record, so that it is swapped at once: requests read it meanwhile.</summary>
    private sealed record Remembered(IReadOnlyDictionary<string, ProviderState> States, long Until);
}
