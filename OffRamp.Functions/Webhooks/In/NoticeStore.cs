using System.Security.Cryptography;
using System.Text;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.In;

internal enum NoticeOutcome
{
    /// <summary>It was news, and is kept.</summary>
    Stored,

    /// <summary>Another message said the same before.</summary>
    Known,

    /// <summary>This very message came before.</summary>
    Repeated,
}

/// <summary>
/// Keeps notices in their sell's partition. What a notice is about names its row, so that one thing has one effect,
/// however many watchers report it under however many webhook-ids; the row of the webhook-id is written with it.
/// </summary>
internal sealed class NoticeStore(TableStore store)
{
    private const string Fact = "Fact";
    private const string WebhookId = "WebhookId";

    private readonly Table sells = store.Table(StorageNames.Sells);

    /// <summary>The notice and its rows, for whoever stores them with what they change.</summary>
    public static Arrival ArrivalOf(SellId sell, NoticeSource source, SignedNotice notice, InboxItem item) => new(
        item,
        SellRows.Of(sell, item).Set(WebhookId, notice.WebhookId),
        NoticeMessages.RowOf(SellKeys.Partition(sell), source, notice.WebhookId));

    /// <summary>When this returns, the notice is kept.</summary>
    public async Task<NoticeOutcome> PutAsync(
        SellId sell, NoticeSource source, SignedNotice notice, InboxItem item, CancellationToken cancellation)
    {
        var digest = Digest(SellRows.Of(sell, item));
        foreach (var named in new[] { item, item with { RowKey = $"{item.RowKey}|{digest}" } })
        {
            var (_, row, message) = ArrivalOf(sell, source, notice, named);
            if (await TryInsertAsync([message, row], cancellation))
            {
                return NoticeOutcome.Stored;
            }

            if (await sells.GetAsync(message.PartitionKey, message.RowKey, [], cancellation) is not null)
            {
                return NoticeOutcome.Repeated;
            }

            var known = await sells.GetAsync(row.PartitionKey, row.RowKey, cancellation: cancellation);
            if (known?.GetLargeText(Fact) == row.GetLargeText(Fact))
            {
                return await TryInsertAsync([message], cancellation) ? NoticeOutcome.Known : NoticeOutcome.Repeated;
            }

            // The same thing again with other words, such as more confirmations: kept beside it, under its content's name.
        }

        throw new InvalidOperationException($"A row of {item.RowKey} is neither there nor free.");
    }

    private async Task<bool> TryInsertAsync(IReadOnlyList<Row> rows, CancellationToken cancellation)
    {
        try
        {
            await sells.TransactAsync(rows[0].PartitionKey, [.. rows.Select(TableOperation.Insert)], cancellation);
            return true;
        }
        catch (StorageConflictException)
        {
            return false;
        }
    }

    private static string Digest(Row row) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.GetLargeText(Fact)!)).AsSpan(0, 8));
}
