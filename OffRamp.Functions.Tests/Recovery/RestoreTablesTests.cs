using Azure.Storage.Blobs.Specialized;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Sells;

namespace OffRamp.Functions.Tests.Recovery;

[TestClass]
internal sealed class RestoreTablesTests
{
    [TestMethod]
    public async Task Tables_that_hold_sells_are_not_written_over()
    {
        var (sells, copies, _) = await CopiedAsync();

        var refused = await Assert.ThrowsExactlyAsync<RestoreException>(() => copies.RestoreAsync(sells.Tables.Store, sells.Clock));

        Assert.AreEqual("The tables hold sells already: a copy is only restored into empty ones.", refused.Message);
        Assert.IsNull(await new Restorations(sells.Tables.Store).ReadAsync(default));
    }

    [TestMethod]
    public async Task A_restore_that_was_broken_off_goes_on_and_no_other_does()
    {
        var (sells, copies, stamp) = await CopiedAsync();
        var since = sells.Clock.GetUtcNow();
        await new Restorations(sells.Tables.Store).WriteAsync(new(stamp, since), default);
        sells.Clock.Advance(TimeSpan.FromMinutes(10));
        var other = await copies.CopyAsync(sells.Tables.Store, sells.Clock);

        var refused = await Assert.ThrowsExactlyAsync<RestoreException>(() => copies.RestoreAsync(sells.Tables.Store, sells.Clock, other));
        await copies.RestoreAsync(sells.Tables.Store, sells.Clock, stamp);

        Assert.Contains("Go on with that one", refused.Message);
        Assert.AreEqual(new Restoration(stamp, since) { IsWritten = true }, await new Restorations(sells.Tables.Store).ReadAsync(default));
    }

    [TestMethod]
    public async Task A_copy_that_is_not_what_was_written_is_refused_before_anything_is()
    {
        var (sells, copies, stamp) = await CopiedAsync();
        await CopiedTables.LoseAsync(sells.Tables.Store);
        var index = copies.Container.GetBlockBlobClient($"{stamp}/Index.jsonl.gz");
        await using (var damaged = await index.OpenWriteAsync(overwrite: true))
        {
            await damaged.WriteAsync("not a copy"u8.ToArray());
        }

        var refused = await Assert.ThrowsExactlyAsync<RestoreException>(() => copies.RestoreAsync(sells.Tables.Store, sells.Clock));

        Assert.Contains("is damaged: Index", refused.Message);
        Assert.IsEmpty(await CopiedTables.RowsAsync(sells.Tables.Store.Table(StorageNames.Index)));
    }

    [TestMethod]
    public async Task What_leads_to_an_open_sell_is_there_again_though_the_index_had_forgotten_it()
    {
        var (sells, copies) = (await StoredSells.StartAsync(), await CopiedTables.StartAsync());
        var sell = await sells.AddAsync();
        await copies.CopyAsync(sells.Tables.Store, sells.Clock); // as if it had ended between the two tables: nothing promised a visit

        await CopiedTables.LoseAsync(sells.Tables.Store);
        await copies.RestoreAsync(sells.Tables.Store, sells.Clock);

        var found = await sells.Open.FindDueAsync(sells.Clock.GetUtcNow(), default).ToListAsync();
        Assert.AreEqual(sell.Id, found.Single().Id);
    }

    [TestMethod]
    public async Task What_an_earlier_restoration_had_found_is_not_brought_back()
    {
        var (sells, copies) = (await StoredSells.StartAsync(), await CopiedTables.StartAsync());
        var sell = await sells.AddAsync();
        await new Restorations(sells.Tables.Store).ClearAsync(sell.Id, default);
        await copies.CopyAsync(sells.Tables.Store, sells.Clock);
        await CopiedTables.LoseAsync(sells.Tables.Store);

        await copies.RestoreAsync(sells.Tables.Store, sells.Clock);

        Assert.IsFalse(await new Restorations(sells.Tables.Store).IsClearedAsync(sell.Id, default));
    }

    private static async Task<(StoredSells Sells, CopiedTables Copies, string Stamp)> CopiedAsync()
    {
        var (sells, copies) = (await StoredSells.StartAsync(), await CopiedTables.StartAsync());
        await sells.AddAsync();
        await sells.Tables.Store.Table(StorageNames.Index).InsertAsync(new Row(IndexKeys.Unmatched, "one"));
        return (sells, copies, await copies.CopyAsync(sells.Tables.Store, sells.Clock));
    }
}
