using Azure;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// Which tickets were used, and by which connection: a row each in table <c>Index</c>, in the order of time. They are
/// forgotten long after Web PubSub has ceased to accept the tokens that they came with.
/// </summary>
internal sealed class LiveTickets(TableStore store, TimeProvider clock)
{
    private const string Partition = "live";
    private const string ConnectionName = "Connection";
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>A connection shows its ticket. False where another one has used it; asked again for the same one, true.</summary>
    public async Task<bool> ClaimAsync(LiveTicket ticket, string connection, CancellationToken cancellation)
    {
        try
        {
            await index.InsertAsync(new Row(Partition, $"{ticket.Id}").Set(ConnectionName, connection), cancellation);
            return true;
        }
        catch (StorageConflictException)
        {
            return await IsHeldAsync(ticket, connection, cancellation);
        }
    }

    /// <summary>Whether it is this connection that has used the ticket.</summary>
    public async Task<bool> IsHeldAsync(LiveTicket ticket, string connection, CancellationToken cancellation) =>
        (await index.GetAsync(Partition, $"{ticket.Id}", cancellation: cancellation))?.GetString(ConnectionName) == connection;

    /// <summary>Forgets those that are long past use.</summary>
    public async Task PurgeAsync(CancellationToken cancellation)
    {
        var old = TableFilter.PartitionEquals(Partition).And.RowKeyBefore($"{Ids.Id26.Lowest(clock.GetUtcNow() - Kept)}");
        var rows = new List<string>();
        await foreach (var row in index.QueryAllAsync(old, cancellation))
        {
            rows.Add(row.RowKey);
        }

        foreach (var some in rows.Chunk(MostAtOnce))
        {
            await index.TransactAsync(Partition, [.. some.Select(key => TableOperation.Delete(Partition, key, ETag.All))], cancellation);
        }
    }
}
