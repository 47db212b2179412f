using OffRamp.Functions.Recovery;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Sells;

namespace OffRamp.Functions.Tests.Recovery;

[TestClass]
internal sealed class CopyTablesTests
{
    [TestMethod]
    public async Task What_comes_back_from_a_copy_is_what_was_there()
    {
        var (sells, copies) = (await StoredSells.StartAsync(), await CopiedTables.StartAsync());
        var sell = await sells.AddAsync();
        await sells.ArrivesAsync(sell.Id, A.Transfer());
        await sells.LookAsync(sell.Id);
        await sells.Tables.Store.Table(StorageNames.Sells).InsertAsync(
            new Row("every", "type").Set("S", "é").Set("N", 5L).Set("B", true).Set("T", sells.Clock.GetUtcNow()).Set("X", [1, 2]));
        var before = await CopiedTables.ContentsAsync(sells.Tables.Store, StorageNames.Sells);

        await copies.CopyAsync(sells.Tables.Store, sells.Clock);
        await CopiedTables.LoseAsync(sells.Tables.Store);
        await copies.RestoreAsync(sells.Tables.Store, sells.Clock);

        Assert.AreEqual(before, await CopiedTables.ContentsAsync(sells.Tables.Store, StorageNames.Sells));
    }

    [TestMethod]
    public async Task A_partition_that_goes_on_in_the_next_page_is_copied_as_of_one_moment()
    {
        var edge = FaultyEdge.ToStorage();
        var tables = await AzuriteTables.StartAsync(edge, StorageNames.Sells);
        var beside = tables.Beside().Store.Table(StorageNames.Sells);
        await FillAsync(beside, "before", rows: 998);
        await ChangeAsync(beside, version: 1);
        edge.Clear();
        edge.Before = call => call.Index == 2 ? ChangeAsync(beside, version: 2) : Task.CompletedTask;

        var rows = await new WholePartitions(tables.Store.Table(StorageNames.Sells)).ReadAsync(default).ToListAsync();

        var sell = rows.Where(row => row.PartitionKey == "sell").ToList();
        Assert.AreEqual((998 + 5, 5), (rows.Count, sell.Count));
        Assert.AreEqual("2", string.Join(' ', sell.Select(row => row.GetInt64("Version")).Distinct()));
    }

    [TestMethod]
    public async Task A_copy_that_was_broken_off_is_none()
    {
        var (sells, copies) = (await StoredSells.StartAsync(), await CopiedTables.StartAsync());
        await sells.AddAsync();
        var stamp = await copies.CopyAsync(sells.Tables.Store, sells.Clock);

        await copies.Container.DeleteBlobAsync($"{stamp}/done.json");

        Assert.IsEmpty(await copies.Copies.ListAsync(default));
        await Assert.ThrowsExactlyAsync<RestoreException>(() => copies.RestoreAsync(sells.Tables.Store, sells.Clock, stamp));
    }

    private static async Task FillAsync(Table table, string partition, int rows)
    {
        foreach (var some in Enumerable.Range(0, rows).Chunk(100))
        {
            await table.TransactAsync(partition, [.. some.Select(n => TableOperation.Insert(new Row(partition, $"{n:D4}")))]);
        }
    }

    private static Task ChangeAsync(Table table, long version) => table.TransactAsync(
        "sell", [.. Enumerable.Range(1, 5).Select(n => TableOperation.Upsert(new Row("sell", $"{n}").Set("Version", version)))]);
}
