using Azure;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>What the table promises, held against Azurite.</summary>
[TestClass]
public sealed class TableTests
{
    [TestMethod]
    public async Task Every_type_of_property_reads_back()
    {
        var table = await AzuriteTables.OneAsync();
        var instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var written = new Row("p", "r").Set("Text", "a \"quoted\" <ü> 🙂\nline").Set("Number", long.MaxValue).Set("Small", -1)
            .Set("Flag", true).Set("Instant", instant).Set("Bytes", [0, 1, 255]).Set("Empty", "").Set("LooksLikeTime", "2026-01-01T00:00:00Z");

        var etag = await table.InsertAsync(written);
        var read = (await table.GetAsync("p", "r"))!;

        Assert.AreEqual("a \"quoted\" <ü> 🙂\nline", read.GetString("Text"));
        Assert.AreEqual(long.MaxValue, read.GetInt64("Number"));
        Assert.AreEqual(-1L, read.GetInt64("Small"));
        Assert.AreEqual((true, instant.ToUniversalTime()), (read.GetBoolean("Flag"), read.GetDateTimeOffset("Instant")));
        CollectionAssert.AreEqual(new byte[] { 0, 1, 255 }, read.GetBytes("Bytes"));
        Assert.AreEqual("", read.GetString("Empty"));
        Assert.AreEqual("2026-01-01T00:00:00Z", read.GetString("LooksLikeTime"));
        Assert.IsNull(read.GetString("Missing"));
        Assert.AreEqual((etag, 8), (read.ETag, read.Properties.Count));
        Assert.IsNotNull(read.Timestamp);
    }

    [TestMethod]
    public async Task A_row_that_is_not_there_reads_as_null()
    {
        var table = await AzuriteTables.OneAsync();

        var row = await table.GetAsync("p", "r");

        Assert.IsNull(row);
    }

    [TestMethod]
    public async Task A_missing_table_is_not_taken_for_a_missing_row()
    {
        var tables = await AzuriteTables.StartAsync();

        var e = await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => tables.Store.Table("Nowhere").GetAsync("p", "r"));

        Assert.AreEqual("TableNotFound", e.ErrorCode);
    }

    [TestMethod]
    public async Task A_table_is_made_once_however_often_it_is_asked_for()
    {
        var table = await AzuriteTables.OneAsync();

        await table.CreateIfMissingAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => table.CreateIfMissingAsync()));
        await table.InsertAsync(new Row("p", "r"));

        Assert.IsNotNull(await table.GetAsync("p", "r"));
    }

    [TestMethod]
    public async Task Only_the_selected_properties_are_read()
    {
        var table = await AzuriteTables.OneAsync();
        await table.InsertAsync(new Row("p", "r").Set("One", 1).Set("Two", 2));

        var row = (await table.GetAsync("p", "r", ["One", "Three"]))!;

        CollectionAssert.AreEqual(new[] { "One" }, row.Properties.Keys.ToArray());
        Assert.AreEqual(("p", "r"), (row.PartitionKey, row.RowKey));
        Assert.AreNotEqual(default, row.ETag);
    }

    [TestMethod]
    public async Task Inserting_a_row_twice_is_a_conflict()
    {
        var table = await AzuriteTables.OneAsync();
        await table.InsertAsync(new Row("p", "r").Set("Which", 1));

        var e = await Assert.ThrowsExactlyAsync<StorageConflictException>(() => table.InsertAsync(new Row("p", "r").Set("Which", 2)));

        Assert.AreEqual((409, "EntityAlreadyExists"), (e.Status, e.ErrorCode));
        Assert.AreEqual(1L, (await table.GetAsync("p", "r"))!.GetInt64("Which"));
    }

    [TestMethod]
    public async Task Replacing_leaves_nothing_of_the_old_row()
    {
        var table = await AzuriteTables.OneAsync();
        var first = await table.InsertAsync(new Row("p", "r").Set("Old", 1));

        var second = await table.ReplaceAsync(new Row("p", "r").Set("New", 2), first);

        var row = (await table.GetAsync("p", "r"))!;
        CollectionAssert.AreEqual(new[] { "New" }, row.Properties.Keys.ToArray());
        Assert.AreEqual(second, row.ETag);
        Assert.AreNotEqual(first, second);
    }

    [TestMethod]
    public async Task Merging_leaves_the_properties_it_does_not_name()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "r").Set("Kept", 1).Set("Changed", 1));

        await table.MergeAsync(new Row("p", "r").Set("Changed", 2).Set("New", 3), etag);

        var row = (await table.GetAsync("p", "r"))!;
        Assert.AreEqual((1L, 2L, 3L), (row.GetInt64("Kept"), row.GetInt64("Changed"), row.GetInt64("New")));
    }

    [TestMethod]
    public async Task Upserting_makes_or_replaces()
    {
        var table = await AzuriteTables.OneAsync();

        await table.UpsertAsync(new Row("p", "r").Set("Old", 1));
        var etag = await table.UpsertAsync(new Row("p", "r").Set("New", 2));

        var row = (await table.GetAsync("p", "r"))!;
        CollectionAssert.AreEqual(new[] { "New" }, row.Properties.Keys.ToArray());
        Assert.AreEqual(etag, row.ETag);
    }

    [TestMethod]
    public async Task A_deleted_row_is_gone()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "r"));

        await table.DeleteAsync("p", "r", etag);

        Assert.IsNull(await table.GetAsync("p", "r"));
    }

    [TestMethod]
    public async Task A_row_that_has_moved_on_is_not_written()
    {
        var table = await AzuriteTables.OneAsync();
        var old = await table.InsertAsync(new Row("p", "r").Set("Which", 1));
        await table.ReplaceAsync(new Row("p", "r").Set("Which", 2), old);

        await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => table.ReplaceAsync(new Row("p", "r").Set("Which", 3), old));
        await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => table.MergeAsync(new Row("p", "r").Set("Which", 4), old));
        var e = await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => table.DeleteAsync("p", "r", old));

        Assert.AreEqual((412, "UpdateConditionNotSatisfied"), (e.Status, e.ErrorCode));
        Assert.AreEqual(2L, (await table.GetAsync("p", "r"))!.GetInt64("Which"));
    }

    [TestMethod]
    public async Task A_row_that_is_gone_is_not_written()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "r"));
        await table.DeleteAsync("p", "r", etag);

        await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => table.ReplaceAsync(new Row("p", "r"), etag));
        await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => table.MergeAsync(new Row("p", "r"), ETag.All));
        var e = await Assert.ThrowsExactlyAsync<StorageNotFoundException>(() => table.DeleteAsync("p", "r", etag));

        Assert.AreEqual((404, "ResourceNotFound"), (e.Status, e.ErrorCode));
        Assert.IsNull(await table.GetAsync("p", "r"));
    }

    [TestMethod]
    public async Task Any_state_is_written_where_that_is_asked()
    {
        var table = await AzuriteTables.OneAsync();
        await table.InsertAsync(new Row("p", "r"));

        await table.ReplaceAsync(new Row("p", "r").Set("Which", 2), ETag.All);
        await table.DeleteAsync("p", "r", ETag.All);

        Assert.IsNull(await table.GetAsync("p", "r"));
    }

    [TestMethod]
    public async Task A_write_without_a_state_to_match_is_a_mistake()
    {
        var table = await AzuriteTables.OneAsync();

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => table.ReplaceAsync(new Row("p", "r"), default));
    }

    [TestMethod]
    public async Task Writes_in_one_instant_have_different_states()
    {
        var table = await AzuriteTables.OneAsync();
        var etags = new List<ETag> { await table.InsertAsync(new Row("p", "r")) };

        for (var i = 0; i < 50; i++)
        {
            etags.Add(await table.ReplaceAsync(new Row("p", "r").Set("I", i), etags[^1]));
        }

        Assert.AreEqual(etags.Count, etags.Distinct().Count());
    }

    [TestMethod]
    public async Task Of_many_writers_on_one_state_one_wins()
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row("p", "r"));

        var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Wins(() => table.ReplaceAsync(new Row("p", "r").Set("I", i), etag))));

        Assert.AreEqual(1, wins.Count(win => win));
    }

    [TestMethod]
    [DataRow("p|a:b_c-d.e@f")]
    [DataRow("it's 'quoted'")]
    [DataRow("a b+c&d=e%20f%")]
    [DataRow("ü€漢")]
    [DataRow("(a),b;c$d!e*f~g^{h}[i]\"<>")]
    public async Task Keys_of_unusual_characters_name_the_row_they_should(string key)
    {
        var table = await AzuriteTables.OneAsync();
        var etag = await table.InsertAsync(new Row(key, key).Set("I", 1));

        etag = await table.ReplaceAsync(new Row(key, key).Set("I", 2), etag);
        var found = await table.QueryAllAsync(TableFilter.PartitionEquals(key).And.AnyRowKey(key)).ToArrayAsync();
        var etags = await table.TransactAsync(key, [TableOperation.Merge(new Row(key, key).Set("J", 3), etag)]);
        var row = (await table.GetAsync(key, key))!;

        Assert.AreEqual((key, key), (row.PartitionKey, row.RowKey));
        Assert.AreEqual((2L, 3L), (row.GetInt64("I"), row.GetInt64("J")));
        Assert.AreEqual(etags[0], row.ETag);
        Assert.HasCount(1, found);
    }

    private static async Task<bool> Wins(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (StoragePreconditionException)
        {
            return false;
        }
    }
}
