using System.Net;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Recovery;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>A sell that was paid and told of, with all rows that stay of it, and the rows that were there before.</summary>
/// <param name="Session">Its session.</param>
/// <param name="TxHash">Of its deposit.</param>
/// <param name="At">When it began.</param>
/// <param name="Rows">What stays of it.</param>
/// <param name="Before">The partner's own.</param>
internal sealed record SoldOnce(OpenedSession Session, string TxHash, DateTimeOffset At, IReadOnlyList<SoldRow> Rows, IReadOnlyList<SoldRow> Before)
{
    public const string Email = "ann+verified@example.com";
    public const string Reference = "order 1";

    // What a sell leaves after its end: neither what is due or open, nor the answers that are kept for a day.
    private static readonly string[] Passing = ["due|", "idem|"];

    public static async Task<SoldOnce> SellAsync()
    {
        await using var shop = await Shop.OpenAsync();
        using var known = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");
        var before = await RowsAsync(shop);
        var at = shop.Clock.GetUtcNow();
        var (session, hash) = await shop.SellToTheEndAsync(Reference, Email);
        Assert.IsTrue((await shop.DeliverAsync(session)).IsDone);
        Assert.AreEqual("completed", (await shop.ReadSellAsync(session)).GetProperty("status").GetString());
        var kept = before.Select(NameOf).ToHashSet();
        return new(session, hash, at, [.. (await RowsAsync(shop)).Where(one => !kept.Contains(NameOf(one)) && Stays(one.Row))], before);
    }

    /// <summary>The tables of so many sells like it, so far apart.</summary>
    public GrownTables Grow(long count, TimeSpan apart)
    {
        var ids = Rows.Select(one => one.Row.GetString("EventId")).OfType<string>().Distinct().Select(id => PrefixedId.Parse<EventId>(id).Id)
            .Append(PrefixedId.Parse<SellId>(Session.SellId).Id);
        var keys = Rows.SelectMany(one => new[] { one.Row.PartitionKey, one.Row.RowKey }).ToList();
        var sold = new SoldOften(new Naming(keys, ids, At, count, apart), Rows);
        var tables = new GrownTables(sold);
        foreach (var (table, row) in Before)
        {
            tables.Put(table, row);
        }

        var feed = Rows.Select(one => one.Row.PartitionKey).First(key => key.StartsWith("f|", StringComparison.Ordinal));
        tables.Put(StorageNames.Index, new Row(feed, FeedRows.Head).Set("Last", sold.Events));
        return tables;
    }

    private static string NameOf(SoldRow one) => $"{one.Table} {one.Row.PartitionKey} {one.Row.RowKey}";

    private static bool Stays(Row row) => row.RowKey != FeedRows.Head && row.PartitionKey != IndexKeys.Ended
        && !row.PartitionKey.StartsWith(IndexKeys.OpenPrefix, StringComparison.Ordinal) && !Passing.Any(prefix => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    private static async Task<IReadOnlyList<SoldRow>> RowsAsync(Shop shop)
    {
        var all = new List<SoldRow>();
        foreach (var name in StorageNames.All)
        {
            all.AddRange((await CopiedTables.RowsAsync(shop.Tables.Store.Table(name))).Select(row => new SoldRow(name, row)));
        }

        return all;
    }
}
