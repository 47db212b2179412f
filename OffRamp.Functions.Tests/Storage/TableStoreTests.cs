using Azure;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Azurite;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class TableStoreTests
{
    [TestMethod]
    public async Task A_service_that_knows_us_passes_the_check()
    {
        var tables = await AzuriteTables.StartAsync();

        await tables.Store.CheckAsync();

        Assert.AreEqual("ListTables", $"{tables.Log.Requests.Single().Operation}");
    }

    [TestMethod]
    public async Task A_wrong_key_is_refused()
    {
        var right = await AzuriteFixture.ConnectionStringAsync();
        var store = AzuriteTables.Open(right.Replace(AzuriteProcess.AccountKey, "AQID", StringComparison.Ordinal));

        var e = await Assert.ThrowsExactlyAsync<StorageException>(() => store.CheckAsync());

        Assert.AreEqual(403, e.Status);
    }

    [TestMethod]
    public async Task Stores_of_different_prefixes_share_nothing()
    {
        var one = await AzuriteTables.StartAsync(StorageNames.Sells);
        var other = await AzuriteTables.StartAsync(StorageNames.Sells);
        await one.Store.Table(StorageNames.Sells).InsertAsync(new Row("p", "r"));

        var row = await other.Store.Table(StorageNames.Sells).GetAsync("p", "r");

        Assert.IsNull(row);
    }

    [TestMethod]
    public async Task The_product_s_tables_are_made_where_they_are_missing()
    {
        var tables = await AzuriteTables.StartAsync();

        await tables.Store.CreateMissingAsync(StorageNames.All);
        await tables.Store.CreateMissingAsync(StorageNames.All);

        foreach (var name in StorageNames.All)
        {
            Assert.IsNull(await tables.Store.Table(name).GetAsync("p", "r"));
        }
    }

    [TestMethod]
    public async Task Every_request_is_listed_with_what_it_was_about()
    {
        var tables = await AzuriteTables.StartAsync("Rows");
        var table = tables.Store.Table("Rows");

        var etag = await table.InsertAsync(new Row("p", "r"));
        await table.GetAsync("p", "missing");
        await table.MergeAsync(new Row("p", "r"), etag);
        await table.QueryAllAsync(TableFilter.PartitionEquals("p")).ToArrayAsync();
        await table.DeleteAsync("p", "r", ETag.All);

        var list = tables.Log.ToString().Replace(tables.Prefix, "", StringComparison.Ordinal);
        Assert.AreEqual(
            """
              1  Insert Rows p r -> 204
              2  Get Rows p missing -> 404
              3  Merge Rows p r -> 204
              4  Query Rows PartitionKey eq 'p' -> 200
              5  Delete Rows p r -> 204
            """,
            list);
    }

    [TestMethod]
    [DataRow("1st")]
    [DataRow("ab")]
    [DataRow("a-table")]
    [DataRow("")]
    public async Task A_table_s_name_is_letters_and_digits(string name)
    {
        var tables = await AzuriteTables.StartAsync();
        var store = AzuriteTables.Open(tables.ConnectionString);

        Assert.ThrowsExactly<ArgumentException>(() => store.Table(name));
    }
}
