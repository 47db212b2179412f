using Azure;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class QueryTests
{
    [TestMethod]
    public async Task Rows_come_in_the_order_of_their_keys()
    {
        var table = await WithRowsAsync("b", "a", "B", "~", "10", "9", "é", "a|1", "a-");

        var keys = await KeysAsync(table, TableFilter.PartitionEquals("p"));

        CollectionAssert.AreEqual(new[] { "10", "9", "B", "a", "a-", "a|1", "b", "~", "é" }, keys);
    }

    [TestMethod]
    public async Task Another_partition_is_not_read()
    {
        var table = await WithRowsAsync("a");
        await table.InsertAsync(new Row("q", "b"));

        var keys = await KeysAsync(table, TableFilter.PartitionEquals("p"));

        CollectionAssert.AreEqual(new[] { "a" }, keys);
    }

    [TestMethod]
    public async Task Partitions_of_one_prefix_are_read_together()
    {
        var table = await AzuriteTables.OneAsync();
        foreach (var key in (string[])["o|1", "o|2", "o", "p|1"])
        {
            await table.InsertAsync(new Row(key, key));
        }

        var keys = await KeysAsync(table, TableFilter.PartitionStartsWith("o|"));

        CollectionAssert.AreEqual(new[] { "o|1", "o|2" }, keys);
    }

    [TestMethod]
    public async Task All_rows_are_read_page_by_page()
    {
        var tables = await AzuriteTables.StartAsync("Rows");
        var table = tables.Store.Table("Rows");
        await table.TransactAsync("p", [.. "12345".Select(key => TableOperation.Insert(new Row("p", $"{key}")))]);
        tables.Log.Clear();

        var keys = await KeysAsync(table, new TableQuery(TableFilter.PartitionEquals("p")) { PageSize = 2 });

        CollectionAssert.AreEqual(new[] { "1", "2", "3", "4", "5" }, keys);
        Assert.AreEqual(3, tables.Log.Count);
    }

    [TestMethod]
    public async Task Who_stops_early_asks_for_no_more_pages()
    {
        var tables = await AzuriteTables.StartAsync("Rows");
        var table = tables.Store.Table("Rows");
        await table.TransactAsync("p", [.. "12345".Select(key => TableOperation.Insert(new Row("p", $"{key}")))]);
        tables.Log.Clear();

        var keys = await table.QueryAllAsync(new TableQuery(TableFilter.PartitionEquals("p")) { PageSize = 2 }).Take(2).ToArrayAsync();

        Assert.HasCount(2, keys);
        Assert.AreEqual(1, tables.Log.Count);
    }

    [TestMethod]
    public async Task More_rows_than_a_page_holds_are_all_read()
    {
        var table = await AzuriteTables.OneAsync();
        for (var batch = 0; batch < 11; batch++)
        {
            await table.TransactAsync("p", [.. Enumerable.Range(batch * 100, 100).Select(i => TableOperation.Insert(new Row("p", $"{i:D5}")))]);
        }

        var keys = await KeysAsync(table, TableFilter.PartitionEquals("p"));

        CollectionAssert.AreEqual(Enumerable.Range(0, 1100).Select(i => $"{i:D5}").ToArray(), keys);
    }

    [TestMethod]
    public async Task A_continuation_survives_unusual_keys()
    {
        var table = await AzuriteTables.OneAsync();
        foreach (var key in (string[])["it's|1", "it's|2 &=+%", "it's|3 ü"])
        {
            await table.InsertAsync(new Row("p'|", key));
        }

        var keys = await KeysAsync(table, new TableQuery(TableFilter.PartitionEquals("p'|")) { PageSize = 1 });

        CollectionAssert.AreEqual(new[] { "it's|1", "it's|2 &=+%", "it's|3 ü" }, keys);
    }

    [TestMethod]
    public async Task Row_keys_are_chosen_by_range_and_prefix()
    {
        var table = await WithRowsAsync("d|1", "e", "e|1", "e|2", "e|3", "f|1");
        var partition = TableFilter.PartitionEquals("p").And;

        CollectionAssert.AreEqual(new[] { "e|1", "e|2" }, await KeysAsync(table, partition.RowKeyBetween("e|1", "e|3")));
        CollectionAssert.AreEqual(new[] { "e|1", "e|2", "e|3" }, await KeysAsync(table, partition.RowKeyStartsWith("e|")));
        CollectionAssert.AreEqual(new[] { "e|2", "e|3", "f|1" }, await KeysAsync(table, partition.RowKeyAfter("e|1")));
        CollectionAssert.AreEqual(new[] { "d|1", "e" }, await KeysAsync(table, partition.RowKeyBefore("e|1")));
        CollectionAssert.AreEqual(new[] { "e", "f|1" }, await KeysAsync(table, partition.AnyRowKey("f|1", "e")));
    }

    [TestMethod]
    public async Task Rows_are_chosen_by_their_properties()
    {
        var table = await AzuriteTables.OneAsync();
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
        {
            await table.InsertAsync(new Row("p", $"{i}").Set("Number", 5_000_000_000 + i).Set("At", noon.AddTicks(i)).Set("Text", $"it's {i}"));
        }

        var partition = TableFilter.PartitionEquals("p").And;

        CollectionAssert.AreEqual(new[] { "0", "1" }, await KeysAsync(table, partition.Int64AtMost("Number", 5_000_000_001)));
        CollectionAssert.AreEqual(new[] { "2" }, await KeysAsync(table, partition.StringEquals("Text", "it's 2")));
    }

    [TestMethod]
    public async Task Rows_are_chosen_by_their_instants()
    {
        var table = await AzuriteTables.OneAsync();
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
        {
            await table.InsertAsync(new Row("p", $"{i}").Set("At", noon.AddSeconds(i)));
        }

        var partition = TableFilter.PartitionEquals("p").And;

        CollectionAssert.AreEqual(new[] { "0", "1" }, await KeysAsync(table, partition.InstantAtMost("At", noon.AddSeconds(1))));
    }

    [TestMethod]
    public async Task A_value_cannot_break_out_of_its_filter()
    {
        var table = await WithRowsAsync("a");

        var keys = await KeysAsync(table, TableFilter.PartitionEquals("x' or PartitionKey eq 'p"));

        Assert.IsEmpty(keys);
        Assert.ThrowsExactly<ArgumentException>(() => TableFilter.PartitionEquals("p").And.Int64AtMost("a eq true or b", 1));
    }

    [TestMethod]
    public async Task Rows_read_by_a_query_have_the_state_that_reading_one_gives()
    {
        var table = await AzuriteTables.OneAsync();
        await table.InsertAsync(new Row("p", "r").Set("One", 1).Set("Two", 2));

        var row = await table.QueryAllAsync(new TableQuery(TableFilter.PartitionEquals("p")) { Select = ["One"] }).SingleAsync();

        CollectionAssert.AreEqual(new[] { "One" }, row.Properties.Keys.ToArray());
        Assert.AreEqual((await table.GetAsync("p", "r"))!.ETag, row.ETag);
        await table.ReplaceAsync(new Row("p", "r"), row.ETag);
    }

    [TestMethod]
    public async Task A_query_on_a_missing_table_fails()
    {
        var tables = await AzuriteTables.StartAsync();

        await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => KeysAsync(tables.Store.Table("Nowhere"), TableFilter.PartitionEquals("p")));
    }

    private static async Task<Table> WithRowsAsync(params string[] keys)
    {
        var table = await AzuriteTables.OneAsync();
        await table.TransactAsync("p", [.. keys.Select(key => TableOperation.Insert(new Row("p", key)))]);
        return table;
    }

    private static async Task<string[]> KeysAsync(Table table, TableQuery query) =>
        await table.QueryAllAsync(query).Select(row => row.RowKey).ToArrayAsync();
}
