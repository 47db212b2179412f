using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Sells.Store;

/// <summary>
/// The rows of the index by which operators come to a sell: its queues, its refunds' transactions (those of its deposits bear
/// its claims) and addresses, its references; and the days on which its ledger was written, for settlements. They are written before the
/// commit that they belong to; one that points to nothing is skipped by whoever reads it.
/// </summary>
internal sealed class SellIndex(TableStore store)
{
    private readonly Table index = store.Table(StorageNames.Index);

    public static string Reference(string reference) => $"r|{TableKey.For(reference)}";

    /// <summary>Writes what the change adds. What it takes away is to be deleted after the commit, by <see cref="LeaveAsync"/>.</summary>
    /// <returns>The rows to delete, as they are now: one that is written again meanwhile, by a later change, must stay.</returns>
    public async Task<IReadOnlyList<Row>> EnterAsync(Sell? before, Sell after, CancellationToken cancellation)
    {
        var old = before is null ? [] : Of(before);
        var next = Of(after);
        await Task.WhenAll(next.Except(old).Select(way => index.UpsertAsync(new Row(way.Partition, way.RowKey), cancellation)));
        var gone = await Task.WhenAll(old.Except(next).Select(way => index.GetAsync(way.Partition, way.RowKey, [], cancellation)));
        return [.. gone.OfType<Row>()];
    }

    /// <summary>Best effort: a row that stays is skipped.</summary>
    public async Task LeaveAsync(IReadOnlyList<Row> gone, CancellationToken cancellation)
    {
        foreach (var row in gone)
        {
            try
            {
                await index.DeleteAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
            }
            catch (StorageException)
            {
                // Written again, deleted by somebody else, or left behind: the commit stands in any case.
            }
        }
    }

    private static HashSet<Way> Of(Sell sell)
    {
        var transactions = sell.Refunds.Select(refund => refund.TxHash).OfType<string>().Select(Normalize);
        return
        [
            .. QueueRules.Of(sell).Select(name => new Way(QueueIndex.Queue(name), QueueIndex.RowOf(sell.Id))),
            .. sell.UserReference is { } reference ? [new Way(Reference(reference), IndexKeys.SellRow(sell.Id))] : Array.Empty<Way>(),
            .. sell.LaterDays.Select(day => new Way(IndexKeys.Partner(sell.PartnerId), IndexKeys.SettlementRow(day, sell.Id))),
            .. transactions.Select(hash => new Way(IndexKeys.Transaction(hash), IndexKeys.SellRow(sell.Id))),
            .. sell.Refunds.Select(refund => new Way(RefundAddress(sell.Network, refund.Address), IndexKeys.SellRow(sell.Id))),
        ];
    }

    private static string RefundAddress(Network network, string address) =>
        IndexKeys.RefundAddress(network, ChainAddress.TryParse(network, address, out var read) ? read.Normalized : TableKey.For(address));

    private static string Normalize(string hash) => TxHash.TryParse(hash, out var read) ? read.Value : TableKey.For(hash);

    private readonly record struct Way(string Partition, string RowKey);
}
