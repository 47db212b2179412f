using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tables;

/// <summary>The operators' queues in the index, and who is in one that does not follow from a sell's record.</summary>
internal sealed class QueueIndex(TableStore store)
{
    private const string Prefix = "q|";

    private readonly Table index = store.Table(StorageNames.Index);

    public static string Queue(string name) => Prefix + name;

    /// <summary>Queues show the newest sells first.</summary>
    public static string RowOf(SellId sell) => sell.Id.ToNewestFirst();

    /// <summary>Puts a sell in, such as into that of webhooks that were given up.</summary>
    public async Task EnterAsync(string queue, SellId sell, CancellationToken cancellation) =>
        await index.UpsertAsync(new Row(Queue(queue), RowOf(sell)), cancellation);

    /// <summary>Takes it out again; nothing happens where it is not in. Best effort: a row that stays is skipped.</summary>
    public async Task LeaveAsync(string queue, SellId sell, CancellationToken cancellation)
    {
        try
        {
            await index.DeleteAsync(Queue(queue), RowOf(sell), ETag.All, cancellation);
        }
        catch (StorageException)
        {
            // Taken out by somebody else, or left behind.
        }
    }
}
