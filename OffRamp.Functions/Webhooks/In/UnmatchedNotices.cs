using System.Security.Cryptography;
using System.Text.Json.Nodes;
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

/// <summary>Keeps what a provider signed and nobody can use: it may be about somebody's money.</summary>
internal sealed class UnmatchedNotices(TableStore store, TimeProvider clock)
{
    private const string IdPrefix = "ntc_";
    private const string RowPrefix = "n|";

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>False when this very message was kept before.</summary>
    public async Task<bool> AddAsync(NoticeSource source, SignedNotice notice, string reason, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var row = new Row(IndexKeys.Unmatched, RowPrefix + Id26.New(now).ToNewestFirst())
            .Set("Source", source.Name)
            .Set("WebhookId", notice.WebhookId)
            .Set("Reason", reason)
            .Set("BodySha256", Convert.ToHexStringLower(SHA256.HashData(notice.Body)))
            .Set("ReceivedAt", now)
            .SetLargeText("Notice", source.Excerpt(notice).ToJsonString(ApiJson.Options));
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

    /// <summary>Where in the list a notice stands.</summary>
    public static string PlaceOf(UnmatchedNotice notice) =>
        RowPrefix + Id26.Parse(notice.Id[IdPrefix.Length..]).ToNewestFirst();

    private static UnmatchedNotice NoticeOf(Row row) => new(
        Id26.TryParseNewestFirst(row.RowKey.AsSpan(RowPrefix.Length), out var id) ? IdPrefix + id : "",
        row.GetString("Source")!,
        row.GetString("WebhookId")!,
        row.GetString("Reason")!,
        JsonNode.Parse(row.GetLargeText("Notice")!),
        row.GetString("BodySha256")!,
        row.GetDateTimeOffset("ReceivedAt")!.Value);
}
