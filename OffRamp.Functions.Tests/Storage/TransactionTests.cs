using Azure;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class TransactionTests
{
    [TestMethod]
    public async Task All_kinds_of_change_happen_together()
    {
        var table = await AzuriteTables.OneAsync();
        var etags = await table.TransactAsync("p", [.. "rmd".Select(key => TableOperation.Insert(new Row("p", $"{key}").Set("Old", 1)))]);

        var changed = await table.TransactAsync("p",
        [
            TableOperation.Insert(new Row("p", "i").Set("New", "é 🙂")),
            TableOperation.Replace(new Row("p", "r").Set("New", 2), etags[0]),
            TableOperation.Merge(new Row("p", "m").Set("New", 3), etags[1]),
            TableOperation.Upsert(new Row("p", "u").Set("New", 4)),
            TableOperation.Delete("p", "d", etags[2]),
        ]);

        var rows = await table.QueryAllAsync(TableFilter.PartitionEquals("p")).ToDictionaryAsync(row => row.RowKey);
        Assert.AreEqual("i m r u", string.Join(' ', rows.Keys.Order()));
        Assert.AreEqual("é 🙂", rows["i"].GetString("New"));
        Assert.AreEqual((null, 2L), (rows["r"].GetInt64("Old"), rows["r"].GetInt64("New")));
        Assert.AreEqual((1L, 3L), (rows["m"].GetInt64("Old"), rows["m"].GetInt64("New")));
        CollectionAssert.AreEqual(new[] { rows["i"].ETag, rows["r"].ETag, rows["m"].ETag, rows["u"].ETag, default }, changed.ToArray());
    }

    [TestMethod]
    public async Task A_conflict_undoes_what_came_before_it()
    {
        var table = await AzuriteTables.OneAsync();
        await table.InsertAsync(new Row("p", "there").Set("Which", 1));

        var e = await Assert.ThrowsExactlyAsync<StorageConflictException>(() => table.TransactAsync("p",
        [
            TableOperation.Insert(new Row("p", "new")),
            TableOperation.Upsert(new Row("p", "other")),
            TableOperation.Insert(new Row("p", "there").Set("Which", 2)),
            TableOperation.Insert(new Row("p", "last")),
        ]));

        Assert.AreEqual((409, "EntityAlreadyExists", 2), (e.Status, e.ErrorCode, e.FailedOperationIndex));
        Assert.AreEqual("there", await KeysAsync(table));
    }

    [TestMethod]
    public async Task A_row_that_has_moved_on_undoes_all()
    {
        var table = await AzuriteTables.OneAsync();
        var old = await table.InsertAsync(new Row("p", "head").Set("Which", 1));
        await table.InsertAsync(new Row("p", "gone"));
        await table.ReplaceAsync(new Row("p", "head").Set("Which", 2), old);

        var e = await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => table.TransactAsync("p",
        [
            TableOperation.Insert(new Row("p", "new")),
            TableOperation.Delete("p", "gone", ETag.All),
            TableOperation.Replace(new Row("p", "head").Set("Which", 3), old),
        ]));

        Assert.AreEqual((412, 2), (e.Status, e.FailedOperationIndex));
        Assert.AreEqual("gone head", await KeysAsync(table));
        Assert.AreEqual(2L, (await table.GetAsync("p", "head"))!.GetInt64("Which"));
    }

    [TestMethod]
    public async Task A_replaced_row_is_as_it_was_when_a_later_change_fails()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "head").Set("Which", 1));

        await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => table.TransactAsync("p",
        [
            TableOperation.Replace(new Row("p", "head").Set("Which", 2), etag),
            TableOperation.Merge(new Row("p", "missing"), ETag.All),
        ]));

        Assert.AreEqual(1L, (await table.GetAsync("p", "head"))!.GetInt64("Which"));
        await table.ReplaceAsync(new Row("p", "head"), etag);
    }

    [TestMethod]
    public async Task A_single_change_fails_as_it_does_without_a_transaction()
    {
        var table = await AzuriteTables.OneAsync();

        var e = await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() =>
            table.TransactAsync("p", [TableOperation.Delete("p", "missing", ETag.All)]));

        Assert.AreEqual((404, null), (e.Status, e.FailedOperationIndex));
    }

    [TestMethod]
    public async Task Of_many_transactions_on_one_state_one_wins_whole()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "head"));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await table.TransactAsync("p", [TableOperation.Insert(new Row("p", $"event {i}")), TableOperation.Replace(new Row("p", "head"), etag)]);
                return $"event {i} ";
            }
            catch (StoragePreconditionException)
            {
                return "";
            }
        }));

        Assert.AreEqual(string.Concat(results) + "head", await KeysAsync(table));
    }

    [TestMethod]
    public async Task A_hundred_changes_are_one_request()
    {
        var tables = await AzuriteTables.StartAsync("Rows");
        var table = tables.Store.Table("Rows");

        var etags = await table.TransactAsync("p", Inserts(100));

        Assert.HasCount(100, etags);
        Assert.AreEqual(1, tables.Log.Count);
        Assert.AreEqual($"Transaction {table.Name} p (100) -> 202", tables.Log.Requests[0].ToString());
    }

    [TestMethod]
    public async Task What_the_service_would_refuse_is_not_sent()
    {
        var tables = await AzuriteTables.StartAsync("Rows");
        var table = tables.Store.Table("Rows");

        await Assert.ThrowsExactlyAsync<StorageLimitException>(() => table.TransactAsync("p", Inserts(101)));
        await Assert.ThrowsExactlyAsync<StorageLimitException>(() => table.TransactAsync("p", Inserts(5, text: new string('ü', 480_000))));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => table.TransactAsync("p", []));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => table.TransactAsync("q", Inserts(1)));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => table.TransactAsync("p", [.. Inserts(1), .. Inserts(1)]));

        Assert.AreEqual(0, tables.Log.Count);
    }

    [TestMethod]
    public async Task Almost_4_MiB_are_one_transaction()
    {
        var table = await AzuriteTables.OneAsync();

        await table.TransactAsync("p", Inserts(4, text: new string('a', 500_000)));

        Assert.AreEqual(500_000, (await table.GetAsync("p", "003"))!.GetLargeText("Text")!.Length);
    }

    private static List<TableOperation> Inserts(int count, string? text = null) =>
        [.. Enumerable.Range(0, count).Select(i => TableOperation.Insert(new Row("p", $"{i:D3}").SetLargeText("Text", text)))];

    private static async Task<string> KeysAsync(Table table) =>
        string.Join(' ', await table.QueryAllAsync(TableFilter.PartitionEquals("p")).Select(row => row.RowKey).ToArrayAsync());
}
