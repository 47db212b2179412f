using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Evm.Checking;

/// <summary>What the nightly looks at one network have found: a row an asset.</summary>
internal sealed class ShortfallStore(TableStore store, EvmSettings settings)
{
    private const string Prefix = "h|";
    private const string Block = "Block";
    private const string Data = "Data";

    private readonly Table index = store.Table(StorageNames.Index);
    private readonly string partition = IndexKeys.Chain(settings.Network);

    /// <summary>All that are open.</summary>
    public async Task<IReadOnlyList<Shortfall>> ReadAllAsync(CancellationToken cancellation) =>
        await index.QueryAllAsync(TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(Prefix), cancellation)
            .Select(Read).OfType<Shortfall>().ToListAsync(cancellation);

    /// <summary>The last final block by which all was there, null before the first; and the shortfall since, null where there is none.</summary>
    public async Task<(long? WholeAt, Shortfall? Shortfall)> FindAsync(Currency currency, CancellationToken cancellation) =>
        await index.GetAsync(partition, Prefix + currency.Code, cancellation: cancellation) is { } row ? (row.GetInt64(Block), Read(row)) : (null, null);

    /// <summary>All was there: a shortfall is over.</summary>
    public Task CloseAsync(Currency currency, long block, CancellationToken cancellation) =>
        index.UpsertAsync(new Row(partition, Prefix + currency.Code).Set(Block, block), cancellation);

    public Task KeepAsync(Shortfall shortfall, long? wholeAt, CancellationToken cancellation) => index.UpsertAsync(
        new Row(partition, Prefix + shortfall.Held.Currency.Code).Set(Block, wholeAt).SetLargeText(Data, JsonSerializer.Serialize(shortfall, ApiJson.WithoutNulls)), cancellation);

    private static Shortfall? Read(Row row) => row.GetLargeText(Data) is { } text ? JsonSerializer.Deserialize<Shortfall>(text, ApiJson.Options) : null;
}
