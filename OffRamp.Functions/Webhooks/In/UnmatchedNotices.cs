using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Webhooks.In;

/// <summary>A signed notice that belongs to nothing we know, as operators see it.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Source"><c>deposits</c>, <c>payouts</c> or <c>kyc</c>.</param>
/// <param name="Reason">Which fields are unusable, or that nothing matches.</param>
/// <param name="Notice">The contract's fields of it.</param>
/// <param name="BodySha256">Of the exact body, to find it again at the provider.</param>
internal sealed record UnmatchedNotice(
    string Id, string Source, string WebhookId, string Reason, JsonNode? Notice, string BodySha256, DateTimeOffset ReceivedAt);

/// <summary>What became of one: for which sell an operator had it processed, who, when, and by which request.</summary>
internal sealed record NoticeProcessed(SellId Sell, string By, DateTimeOffset At, Id26 Request);

/// <summary>Keeps what a provider signed and nobody can use: it may be about somebody's money.</summary>
internal sealed class UnmatchedNotices(TableStore store, TimeProvider clock)
{
    private const string IdPrefix = "ntc_";
    private const string RowPrefix = "n|";

    // Out of the list, and still there to be looked up.
    private const string ProcessedPrefix = "done|";

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>False when this very message was kept before.</summary>
    public async Task<bool> AddAsync(NoticeSource source, SignedNotice notice, string reason, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var row = Write(RowPrefix + Id26.New(now).ToNewestFirst(), new UnmatchedNotice(
            "", source.Name, notice.WebhookId, reason, source.Excerpt(notice), Convert.ToHexStringLower(SHA256.HashData(notice.Body)), now));
        var message = NoticeMessages.RowOf(IndexKeys.Unmatched, source, notice.WebhookId);
        try
        {
            await index.TransactAsync(IndexKeys.Unmatched, [TableOperation.Insert(message), TableOperation.Insert(row)], cancellation);
            return true;
        }
        catch (StorageConflictException)
        {
            return false;
        }
    }

    /// <summary>Newest first; one more than the page holds, if there is one.</summary>
    public async Task<IReadOnlyList<UnmatchedNotice>> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        var after = page.After ?? RowPrefix;
        var filter = TableFilter.PartitionEquals(IndexKeys.Unmatched).And.RowKeyStartsWith(RowPrefix).And.RowKeyAfter(after);
        var found = new List<UnmatchedNotice>();
        await foreach (var row in index.QueryAllAsync(new TableQuery(filter) { PageSize = page.Limit + 1 }, cancellation))
        {
            found.Add(NoticeOf(row));
            if (found.Count > page.Limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>One by its id, and what became of it; null for an id of none.</summary>
    public async Task<(UnmatchedNotice Notice, NoticeProcessed? Processed)?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!id.StartsWith(IdPrefix, StringComparison.Ordinal) || !Id26.TryParse(id.AsSpan(IdPrefix.Length), out var key))
        {
            return null;
        }

        foreach (var prefix in new[] { RowPrefix, ProcessedPrefix })
        {
            if (await index.GetAsync(IndexKeys.Unmatched, prefix + key.ToNewestFirst(), cancellation: cancellation) is { } row)
            {
                return (NoticeOf(row), ProcessedOf(row));
            }
        }

        return null;
    }

    /// <summary>
    /// Takes it out of the list, with who had it processed. False when somebody else did; an own success whose answer was lost, or
    /// that was made by an earlier try of the same request, is known by the request.
    /// </summary>
    public async Task<bool> TryEndAsync(UnmatchedNotice notice, NoticeProcessed processed, CancellationToken cancellation)
    {
        var ended = Write(ProcessedPrefix + PlaceOf(notice)[RowPrefix.Length..], notice)
            .Set("Sell", processed.Sell.ToString())
            .Set("ProcessedBy", processed.By)
            .Set("ProcessedAt", processed.At)
            .Set("Request", processed.Request.ToString());
        try
        {
            await index.TransactAsync(IndexKeys.Unmatched, [TableOperation.Delete(IndexKeys.Unmatched, PlaceOf(notice), ETag.All), TableOperation.Insert(ended)], cancellation);
            return true;
        }
        catch (StorageException e) when (e is StorageConflictException or StorageNotFoundException)
        {
            return await FindAsync(notice.Id, cancellation) is var (_, done) && done?.Request == processed.Request;
        }
    }

    /// <summary>Where in the list a notice stands.</summary>
    public static string PlaceOf(UnmatchedNotice notice) =>
        RowPrefix + Id26.Parse(notice.Id[IdPrefix.Length..]).ToNewestFirst();

    private static Row Write(string rowKey, UnmatchedNotice notice) => new Row(IndexKeys.Unmatched, rowKey)
        .Set("Source", notice.Source)
        .Set("WebhookId", notice.WebhookId)
        .Set("Reason", notice.Reason)
        .Set("BodySha256", notice.BodySha256)
        .Set("ReceivedAt", notice.ReceivedAt)
        .SetLargeText("Notice", notice.Notice!.ToJsonString(ApiJson.Options));

    private static UnmatchedNotice NoticeOf(Row row) => new(
        Id26.TryParseNewestFirst(row.RowKey.AsSpan(row.RowKey.IndexOf('|') + 1), out var id) ? IdPrefix + id : "",
        row.GetString("Source")!,
        row.GetString("WebhookId")!,
        row.GetString("Reason")!,
        JsonNode.Parse(row.GetLargeText("Notice")!),
        row.GetString("BodySha256")!,
        row.GetDateTimeOffset("ReceivedAt")!.Value);

    private static NoticeProcessed? ProcessedOf(Row row) => row.GetString("Sell") is { } sell
        ? new(PrefixedId.Parse<SellId>(sell), row.GetString("ProcessedBy")!, row.GetDateTimeOffset("ProcessedAt")!.Value, Id26.Parse(row.GetString("Request")!))
        : null;
}
