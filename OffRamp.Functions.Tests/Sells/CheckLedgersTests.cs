using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
public sealed class CheckLedgersTests
{
    [TestMethod]
    public async Task A_ledger_that_somebody_changed_raises_an_alarm_and_is_a_case_and_healthy_ones_are_not()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var (healthy, changed) = (await PaidInAsync(shop), await PaidInAsync(shop));
        await ChangeAsync(shop, changed, row => row.GetString("Account") == Account.Held, row => row.Set("Units", "249000000"));

        await CheckAsync(shop);

        Assert.Contains("its ledger does not close: sequence 4 is off by -1 USDT; held is booked as 249 USDT and was 250 USDT",
            alarms.Heard(changed.SellId).Single());
        Assert.IsEmpty(alarms.Heard(healthy.SellId));
        Assert.AreEqual(changed.SellId, await QueueAsync(shop, "case"));
    }

    [TestMethod]
    public async Task As_long_as_it_does_not_close_it_is_one_case_and_an_alarm_every_night()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var sell = await PaidInAsync(shop);
        await ChangeAsync(shop, sell, row => row.GetString("Account") == Account.Held, row => row.Set("Units", "249000000"));

        await CheckAsync(shop);
        await CheckAsync(shop);

        Assert.HasCount(2, alarms.Heard(sell.SellId));
        Assert.AreEqual("ledger_gap", (await ReadAsync(shop, sell)).Cases.Single().Kind);
    }

    [TestMethod]
    public async Task A_sell_that_ended_is_looked_at_once_more_and_then_forgotten()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var (healthy, changed) = (await EndedAsync(shop), await EndedAsync(shop));
        await ChangeAsync(shop, changed, row => row.GetString("Account") == Account.Fees, row => row.Set("Account", "pocket"));

        await CheckAsync(shop);

        Assert.HasCount(1, alarms.Heard(changed.SellId));
        Assert.IsEmpty(alarms.Heard(healthy.SellId));
        Assert.AreEqual(SellPhase.Paid, (await ReadAsync(shop, changed)).Phase);
        var left = await shop.Services.GetRequiredService<OpenSells>().FindAllAsync(default).Where(found => found.HasEnded).ToListAsync();
        Assert.AreEqual(changed.SellId, left.Single().Id.ToString());
    }

    [TestMethod]
    public async Task A_sell_that_stands_among_the_open_and_the_ended_ones_is_told_of_once()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var changed = await PaidInAsync(shop);
        await ChangeAsync(shop, changed, row => row.GetString("Account") == Account.Held, row => row.Set("Units", "249000000"));
        await shop.Services.GetRequiredService<TableStore>().Table(StorageNames.Index).UpsertAsync(
            new Row(IndexKeys.Ended, IndexKeys.SellRow(PrefixedId.Parse<SellId>(changed.SellId))));

        await CheckAsync(shop);

        Assert.HasCount(1, alarms.Heard(changed.SellId));
    }

    [TestMethod]
    public async Task A_sell_that_cannot_be_read_raises_an_alarm_and_keeps_no_other_from_being_checked()
    {
        var alarms = new Alarms();
        await using var shop = await OpenAsync(alarms);
        var (broken, changed) = (await PaidInAsync(shop), await PaidInAsync(shop));
        await ChangeAsync(shop, broken, row => row.GetString("Account") == Account.Held, row => row.Set("Units", "much"));
        await ChangeAsync(shop, changed, row => row.GetString("Account") == Account.Held, row => row.Set("Units", "249000000"));

        await CheckAsync(shop);

        Assert.Contains("could not be checked", alarms.Heard(broken.SellId).Single());
        Assert.HasCount(1, alarms.Heard(changed.SellId));
    }

    private static Task<Shop> OpenAsync(Alarms alarms) => Shop.OpenAsync(services => services.AddSingleton<ILoggerProvider>(alarms));

    private static Task CheckAsync(Shop shop) => shop.Services.GetRequiredService<CheckLedgers>().RunAsync(default);

    private static async Task<OpenedSession> PaidInAsync(Shop shop, string card = "tok_silent")
    {
        var session = await shop.SellAsync(card: card);
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        return session;
    }

    // The visit some minutes after the end, when all is told, takes it out of the index of open sells.
    private static async Task<OpenedSession> EndedAsync(Shop shop)
    {
        var session = await PaidInAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);
        await shop.DeliverAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);
        return session;
    }

    private static async Task ChangeAsync(Shop shop, OpenedSession session, Predicate<Row> which, Action<Row> edit)
    {
        var table = shop.Tables.Store.Table(StorageNames.Sells);
        var ledger = TableFilter.PartitionEquals(session.Id["ses_".Length..]).And.RowKeyStartsWith(SellKeys.LedgerPrefix);
        var rows = await table.QueryAllAsync(ledger).ToListAsync();
        var row = rows.First(row => which(row));
        edit(row);
        await table.UpsertAsync(row);
    }

    private static async Task<Sell> ReadAsync(Shop shop, OpenedSession session) =>
        (await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default))!;

    private static async Task<string?> QueueAsync(Shop shop, string queue) =>
        (await shop.ReadAsOperatorAsync($"/ops/api/sells?queue={queue}")).GetProperty("data").EnumerateArray().Single().GetProperty("sell").Text("id");
}
