using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Settlements;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Settlements;

/// <summary>A partner's day, which closes to the ledger.</summary>
[TestClass]
public sealed class SettlementTests
{
    private const string First = "2030-01-01";
    private const string Second = "2030-01-02";
    private static readonly string[] Accounts =
    [
        "received", "held", "converted", "refunded", "refund_costs", "network_costs", "own_funds", "paid_out", "fees", "margin", "rounding", "return_costs",
    ];

    [TestMethod]
    public async Task Days_of_many_kinds_of_sells_close_to_the_sum_of_all_ledger_rows()
    {
        await using var shop = await Shop.OpenAsync();
        await TwoDaysAsync(shop);
        var ledger = await LedgerAsync(shop);

        var (first, second) = (await DayAsync(shop, First), await DayAsync(shop, Second));

        Assert.AreEqual((4, 1), (first.GetProperty("data").GetArrayLength(), second.GetProperty("data").GetArrayLength()));
        foreach (var (day, settlement) in new[] { (First, first), (Second, second) })
        {
            var booked = ledger.Where(posting => $"{posting.At:yyyy-MM-dd}" == day).ToList();
            CollectionAssert.AreEquivalent(
                booked.Select(posting => $"{posting.Sequence} {posting.Account} {new Money(posting.Units, posting.Currency)} {posting.Currency}").ToList(),
                Entries(settlement).Select(entry => $"{entry.GetProperty("sequence")} {entry.GetProperty("account")} {entry.GetProperty("amount")} {entry.GetProperty("currency")}").ToList());
            AssertTotals(settlement, booked);
        }
        Assert.HasCount(ledger.Count, Entries(first).Concat(Entries(second)).ToList());
    }

    [TestMethod]
    public async Task A_sell_stands_with_what_it_is_known_by()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.PayInAsync();
        var sell = await shop.ReadSellAsync(session);

        var settled = (await DayAsync(shop, First)).GetProperty("data").EnumerateArray().Single();

        Assert.AreEqual((session.SellId, session.Id), (settled.GetProperty("sell_id").GetString(), settled.GetProperty("session_id").GetString()));
        foreach (var part in new[] { "deposits", "payouts", "refunds", "partner_user_id", "user_reference", "status" })
        {
            Assert.AreEqual(sell.GetProperty(part).GetRawText(), settled.GetProperty(part).GetRawText(), part);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public async Task A_large_day_comes_in_pages_whose_last_has_the_days_totals(int limit)
    {
        await using var shop = await Shop.OpenAsync();
        await TwoDaysAsync(shop);
        var whole = await DayAsync(shop, First);

        var (data, page) = (new List<string>(), default(JsonElement));
        for (var cursor = ""; cursor is not null; cursor = page.GetProperty("next_cursor").GetString())
        {
            page = await DayAsync(shop, $"{First}&limit={limit}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            Assert.IsLessThanOrEqualTo(limit, page.GetProperty("data").GetArrayLength());
            data.AddRange(page.GetProperty("data").EnumerateArray().Select(sell => sell.GetRawText()));
        }

        CollectionAssert.AreEqual(whole.GetProperty("data").EnumerateArray().Select(sell => sell.GetRawText()).ToList(), data);
        Assert.AreEqual(whole.GetProperty("totals").GetRawText(), page.GetProperty("totals").GetRawText());
    }

    [TestMethod]
    public async Task What_ends_without_a_sell_leaves_no_row_in_its_day()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.PayInAsync();
        var abandoned = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(31));
        await shop.Services.GetRequiredService<ExpireSessions>().RunAsync(default); // tells of the expiry
        await shop.DeliverAsync(abandoned);
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await shop.Services.GetRequiredService<ExpireSessions>().RunAsync(default);

        var places = await shop.Services.GetRequiredService<SettlementBook>().PlacesAsync(DemoPartner.Id, new(2030, 1, 1), null, 10, default);

        CollectionAssert.AreEqual(new[] { sold.Id["ses_".Length..] }, places.ToList());
    }

    [TestMethod]
    public async Task A_day_is_final_once_nothing_can_be_booked_on_it()
    {
        await using var shop = await Shop.OpenAsync();

        Assert.IsFalse((await DayAsync(shop, First)).GetProperty("final").GetBoolean());
        shop.Clock.SetUtcNow(new(2030, 1, 2, 0, 9, 59, TimeSpan.Zero));
        Assert.IsFalse((await DayAsync(shop, First)).GetProperty("final").GetBoolean());
        shop.Clock.SetUtcNow(new(2030, 1, 2, 0, 10, 0, TimeSpan.Zero));
        Assert.IsTrue((await DayAsync(shop, First)).GetProperty("final").GetBoolean());
        Assert.IsFalse((await DayAsync(shop, "9999-12-31")).GetProperty("final").GetBoolean());
        Assert.IsTrue((await DayAsync(shop, "0001-01-01")).GetProperty("final").GetBoolean());
    }

    [TestMethod]
    [DataRow("EUR")]
    [DataRow("USDT")]
    public async Task A_file_of_one_currency_has_what_was_booked_in_it_and_nothing_else(string currency)
    {
        await using var shop = await Shop.OpenAsync();
        await TwoDaysAsync(shop);
        var whole = await DayAsync(shop, First);

        var part = await DayAsync(shop, $"{First}&currency={currency}");

        CollectionAssert.AreEqual(
            Entries(whole).Where(entry => entry.GetProperty("currency").GetString() == currency).Select(entry => entry.GetRawText()).ToList(),
            Entries(part).Select(entry => entry.GetRawText()).ToList());
        Assert.AreEqual(
            whole.GetProperty("totals").EnumerateArray().Single(total => total.GetProperty("currency").GetString() == currency).GetRawText(),
            part.GetProperty("totals").EnumerateArray().Single().GetRawText());
    }

    [TestMethod]
    [DataRow("", "required")]
    [DataRow("date=", "required")]
    [DataRow("date=today", "invalid_date")]
    [DataRow("date=2030-02-30", "invalid_date")]
    [DataRow("date=2030-01-01T00:00:00Z", "invalid_date")]
    [DataRow("date=2030-01-01&date=2030-01-02", "repeated")]
    [DataRow("date=2030-01-01&limit=0", "out_of_range")]
    [DataRow("date=2030-01-01&limit=1001", "out_of_range")]
    [DataRow("date=2030-01-01&cursor=AAAA", "invalid_cursor")]
    [DataRow("date=2030-01-01&currency=GBP", "not_supported")]
    public async Task What_is_no_day_is_refused(string query, string code)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/settlements?{query}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    public async Task A_cursor_is_its_partners_and_its_days_own()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.PayInAsync();
        await shop.PayInAsync();
        var cursor = (await DayAsync(shop, First + "&limit=1")).GetProperty("next_cursor").GetString();
        var stranger = await shop.AddPartnerAsync(enabled: true);

        using var foreign = await shop.PartnerAsync(HttpMethod.Get, $"/v1/settlements?date={First}&cursor={cursor}", token: stranger);
        using var otherDay = await shop.PartnerAsync(HttpMethod.Get, $"/v1/settlements?date={Second}&cursor={cursor}");
        using var nothing = await shop.PartnerAsync(HttpMethod.Get, $"/v1/settlements?date={First}", token: stranger);

        await ProblemBody.ExpectAsync(foreign, HttpStatusCode.UnprocessableEntity, "invalid_cursor");
        await ProblemBody.ExpectAsync(otherDay, HttpStatusCode.UnprocessableEntity, "invalid_cursor");
        Assert.AreEqual(0, (await Shop.ReadAsync(nothing, HttpStatusCode.OK)).GetProperty("data").GetArrayLength());
    }

    // Paid, refunded, and three that were paid; of one of those the bank sends the money back on the next day. And a stranger's.
    private static async Task TwoDaysAsync(Shop shop)
    {
        await shop.PayInAsync();
        var refunded = await shop.PayInAsync("tok_closed");
        var returned = await shop.PayInAsync("tok_returned");
        await shop.PayInAsync(amount: "300");
        Assert.AreEqual("refunded", (await shop.ReadSellAsync(refunded)).GetProperty("phase").GetString());
        shop.Clock.Advance(TimeSpan.FromHours(12));
        await shop.PayoutComesBackAsync(returned, (await shop.ReadSellAsync(returned)).GetProperty("payouts")[0]);
    }

    private static async Task<JsonElement> DayAsync(Shop shop, string day)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/settlements?date={day}");
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static List<JsonElement> Entries(JsonElement settlement) =>
        [.. settlement.GetProperty("data").EnumerateArray().SelectMany(sell => sell.GetProperty("entries").EnumerateArray())];

    private static async Task<List<Posting>> LedgerAsync(Shop shop)
    {
        var postings = new List<Posting>();
        await foreach (var row in shop.Tables.Store.Table(StorageNames.Sells).QueryAllAsync(new TableQuery(null)))
        {
            if (row.RowKey.StartsWith(SellKeys.LedgerPrefix, StringComparison.Ordinal))
            {
                postings.Add(SellRows.PostingOf(row));
            }
        }

        return postings;
    }

    private static void AssertTotals(JsonElement settlement, List<Posting> booked)
    {
        var totals = JsonNode.Parse(settlement.GetProperty("totals").GetRawText())!.AsArray();
        Assert.HasCount(booked.Select(posting => posting.Currency).Distinct().Count(), totals);
        foreach (var total in totals)
        {
            var currency = Currency.Of(total!["currency"]!.GetValue<string>());
            var sum = Money.Zero(currency);
            foreach (var account in Accounts)
            {
                var units = booked.Where(posting => posting.Currency == currency && posting.Account == account)
                    .Aggregate(Int128.Zero, (all, posting) => all + posting.Units);
                Assert.AreEqual(new Money(units, currency).ToString(), total[account]!.GetValue<string>(), $"{currency} {account}");
                sum += new Money(units, currency);
            }
            Assert.AreEqual(Money.Zero(currency), sum);
        }
    }
}
