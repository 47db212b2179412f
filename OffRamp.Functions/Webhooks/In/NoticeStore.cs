using System.Security.Cryptography;
using System.Text;
using OffRamp.Functions.Deposits;
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
        // The same thing again with other words, such as more confirmations, is kept beside it, under its content's name.
        var byContent = $"{item.RowKey}|{Digest(SellRows.Of(sell, item).GetLargeText(Fact)!)}";
        var outcome = await TryPutAsync(ArrivalOf(sell, source, notice, item), cancellation)
            ?? await TryPutAsync(ArrivalOf(sell, source, notice, item with { RowKey = byContent }), cancellation);
        if (outcome != NoticeOutcome.Known)
        {
            return outcome ?? throw NeitherThereNorFree(item);
        }

        if (item is DepositNotice deposit && await IsContradictedAsync(sell, deposit.Fact, cancellation))
        {
            var again = deposit with { RowKey = $"{byContent}|{Digest(notice.WebhookId)}", IsSaidAgain = true };
            return await TryPutAsync(ArrivalOf(sell, source, notice, again), cancellation) ?? throw NeitherThereNorFree(again);
        }

        return await TryInsertAsync([ArrivalOf(sell, source, notice, item).Message], cancellation) ? NoticeOutcome.Known : NoticeOutcome.Repeated;
    }

    /// <returns><see cref="NoticeOutcome.Known"/> where the row says the same, and the message is not kept yet; null where it says something else.</returns>
    private async Task<NoticeOutcome?> TryPutAsync(Arrival arrival, CancellationToken cancellation)
    {
        var (_, row, message) = arrival;
        if (await TryInsertAsync([message, row], cancellation))
        {
            return NoticeOutcome.Stored;
        }

        if (await sells.GetAsync(message.PartitionKey, message.RowKey, [], cancellation) is not null)
        {
            return NoticeOutcome.Repeated;
        }

        var known = await sells.GetAsync(row.PartitionKey, row.RowKey, cancellation: cancellation);
        return known?.GetLargeText(Fact) == row.GetLargeText(Fact) ? NoticeOutcome.Known : null;
    }

    /// <summary>Whether since these words were said last the transfer was said to be gone, where they say that it is there, or the reverse: they are news then.</summary>
    private async Task<bool> IsContradictedAsync(SellId sell, DepositFact fact, CancellationToken cancellation)
    {
        var rows = TableFilter.PartitionEquals(SellKeys.Partition(sell))
            .And.RowKeyStartsWith(SellKeys.DepositNotices(fact.Network, fact.TxHash, fact.LogIndex));
        var said = await sells.QueryAllAsync(rows, cancellation).Select(SellRows.InboxItemOf).OfType<DepositNotice>().ToListAsync(cancellation);
        var saidAt = said.Where(notice => notice.Fact == fact).Max(notice => (DateTimeOffset?)notice.ReceivedAt) ?? DateTimeOffset.MinValue;
        return said.Exists(notice => notice.ReceivedAt > saidAt && (notice.Fact.Status == DepositStatus.Dropped) != (fact.Status == DepositStatus.Dropped));
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

    private static InvalidOperationException NeitherThereNorFree(InboxItem item) => new($"A row of {item.RowKey} is neither there nor free.");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
