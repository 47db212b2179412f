using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Recovery;

/// <summary>A test's own container of copies on the shared Azurite, and what is done with it.</summary>
internal sealed class CopiedTables
{
    private CopiedTables(BlobContainerClient container) => (Container, Copies) = (container, new Copies(container));

    public BlobContainerClient Container { get; }

    public Copies Copies { get; }

    public static async Task<CopiedTables> StartAsync() =>
        new(new BlobContainerClient(await AzuriteFixture.ConnectionStringAsync(), $"copies-{Guid.NewGuid():n}"));

    /// <summary>What the night does.</summary>
    /// <returns>The copy's stamp.</returns>
    public async Task<string> CopyAsync(TableStore store, TimeProvider clock)
    {
        await new CopyTables(store, [Copies], clock, NullLogger<CopyTables>.Instance).RunAsync(default);
        return (await Copies.ListAsync(default))[^1];
    }

    /// <summary>What the operator's command does, without the wait for other instances.</summary>
    /// <returns>What it said.</returns>
    public async Task<IReadOnlyList<string>> RestoreAsync(TableStore store, TimeProvider clock, string? stamp = null)
    {
        var said = new List<string>();
        var restore = new RestoreTables(store, [Copies], new Restorations(store), new OpenSells(store), clock) { Pause = TimeSpan.Zero };
        await restore.RunAsync(stamp, said.Add, default);
        return said;
    }

    /// <summary>Everything of both tables is gone.</summary>
    public static async Task LoseAsync(TableStore store)
    {
        foreach (var table in StorageNames.All.Select(store.Table))
        {
            foreach (var row in await RowsAsync(table))
            {
                await table.DeleteAsync(row.PartitionKey, row.RowKey, Azure.ETag.All);
            }
        }
    }

    public static async Task<List<Row>> RowsAsync(Table table) => await table.QueryAllAsync(new TableQuery(null)).ToListAsync();

    /// <summary>All that is in a table, but for what the restore itself wrote.</summary>
    public static async Task<string> ContentsAsync(TableStore store, string name) => string.Join('\n', (await RowsAsync(store.Table(name)))
        .Where(row => row.PartitionKey != Restorations.Partition)
        .Select(row => $"{row} {string.Join(' ', row.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Text(p.Value)}"))}"));

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value.GetType().Name}:{value}";
}
