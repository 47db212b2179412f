using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OffRamp.Functions.Settlements;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Settlements;

/// <summary>What a partner earns: its margin in quotes, on the ledger, by day and month, and in all.</summary>
[TestClass]
public sealed partial class StatementTests
{
    [TestMethod]
    public async Task The_margin_of_a_sell_is_in_its_quote_on_its_ledger_and_in_the_day()
    {
        await using var shop = await OpenAsync();

        var session = await PaidAsync(shop);

        var sell = await shop.ReadSellAsync(session);
        var day = await GetAsync(shop, "/v1/settlements?date=2030-01-01&currency=EUR");
        Assert.AreEqual(("0.0046", "226.55"), (sell.GetProperty("quote").GetProperty("margin").GetString(), sell.GetProperty("fiat_amount").GetString()));
        Assert.AreEqual(
            "converted -230.00, paid_out 226.55, fees 2.30, margin 1.15, rounding 0.00",
            string.Join(", ", day.GetProperty("data")[0].GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("account")} {entry.GetProperty("amount")}")));
        Assert.AreEqual("1.15", day.GetProperty("totals")[0].GetProperty("margin").GetString());
    }

    [TestMethod]
    public async Task A_quote_says_the_margin_before_anybody_sells()
    {
        await using var shop = await OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { asset = "USDT", network = "TRC20", fiat_currency = "EUR", crypto_amount = "250" });

        var quote = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual(("0.92", "0.0092", "0.0046", "226.55"), (quote.Text("rate"), quote.Text("fee"), quote.Text("margin"), quote.Text("fiat_amount")));
    }

    [TestMethod]
    public async Task A_sell_that_was_quoted_before_the_margin_changed_keeps_its_terms()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();

        await SetMarginAsync(shop, "2");

        Assert.AreEqual("0.0046", (await shop.ReadSellAsync(session)).GetProperty("quote").GetProperty("margin").GetString());
    }

    [TestMethod]
    public async Task A_month_is_its_days_and_they_are_the_settlements_totals()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop);
        await PaidAsync(shop);
        shop.Clock.SetUtcNow(new(2030, 1, 3, 10, 0, 0, TimeSpan.Zero));
        await PaidAsync(shop);
        shop.Clock.SetUtcNow(new(2030, 2, 1, 10, 0, 0, TimeSpan.Zero));
        await PaidAsync(shop);

        var month = await GetAsync(shop, "/v1/statements?month=2030-01");
        var again = await GetAsync(shop, "/v1/statements?month=2030-01");

        Assert.AreEqual(month.GetRawText(), again.GetRawText());
        Assert.IsTrue(month.GetProperty("final").GetBoolean());
        CollectionAssert.AreEqual(
            new[] { "2030-01-01 2", "2030-01-03 1" }, month.GetProperty("data").EnumerateArray().Select(day => $"{day.Text("date")} {day.GetProperty("sells")}").ToArray());
        foreach (var day in month.GetProperty("data").EnumerateArray())
        {
            Assert.AreEqual((await GetAsync(shop, $"/v1/settlements?date={day.Text("date")}")).GetProperty("totals").GetRawText(), day.GetProperty("totals").GetRawText());
        }

        var euros = month.GetProperty("totals").EnumerateArray().Single(total => total.Text("currency") == "EUR");
        Assert.AreEqual(("679.65", "6.90", "3.45"), (euros.Text("paid_out"), euros.Text("fees"), euros.Text("margin")));
    }

    [TestMethod]
    public async Task Balances_are_all_months_together_less_what_came_back()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop);
        var returned = await PaidAsync(shop, "tok_returned");
        shop.Clock.SetUtcNow(new(2030, 3, 1, 10, 0, 0, TimeSpan.Zero));
        await PaidAsync(shop);
        var before = await GetAsync(shop, "/v1/balances");

        await shop.PayoutComesBackAsync(returned, (await shop.ReadSellAsync(returned)).GetProperty("payouts")[0]);
        var after = await GetAsync(shop, "/v1/balances");

        Assert.AreEqual("""[{"currency":"EUR","margin":"3.45"}]""", before.GetProperty("data").GetRawText());
        Assert.AreEqual("""[{"currency":"EUR","margin":"2.30"}]""", after.GetProperty("data").GetRawText());
    }

    [TestMethod]
    public async Task Of_days_that_are_over_nothing_but_their_totals_is_read_again()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop);
        shop.Clock.SetUtcNow(new(2030, 1, 3, 10, 0, 0, TimeSpan.Zero));
        await PaidAsync(shop);
        shop.Clock.SetUtcNow(new(2030, 2, 9, 10, 0, 0, TimeSpan.Zero));
        var before = await GetAsync(shop, "/v1/balances");
        shop.Tables.Log.Clear();

        var after = await GetAsync(shop, "/v1/balances");

        Assert.AreEqual(before.GetProperty("data").GetRawText(), after.GetProperty("data").GetRawText());
        CollectionAssert.AreEqual(new[] { "20300209" }, DaysLookedInto(shop));
    }

    [TestMethod]
    public async Task A_month_in_which_nobody_was_a_partner_is_not_looked_into()
    {
        await using var shop = await OpenAsync();
        shop.Tables.Log.Clear();

        var (past, future) = (await GetAsync(shop, "/v1/statements?month=2029-12"), await GetAsync(shop, "/v1/statements?month=2031-01"));

        Assert.AreEqual("[] []", $"{past.GetProperty("data").GetRawText()} {future.GetProperty("data").GetRawText()}");
        Assert.IsEmpty(DaysLookedInto(shop));
        Assert.IsFalse(shop.Tables.Log.Requests.Any(request => request.Operation != StorageOperation.Query && request.Operation != StorageOperation.Get), shop.Tables.Log.ToString());
    }

    [TestMethod]
    public async Task Another_partner_has_earned_nothing_by_it()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop);
        var stranger = await shop.AddPartnerAsync(enabled: true);

        using var balances = await shop.PartnerAsync(HttpMethod.Get, "/v1/balances", token: stranger);
        using var statement = await shop.PartnerAsync(HttpMethod.Get, "/v1/statements?month=2030-01", token: stranger);

        Assert.AreEqual("[]", (await Shop.ReadAsync(balances, HttpStatusCode.OK)).GetProperty("data").GetRawText());
        Assert.AreEqual("[]", (await Shop.ReadAsync(statement, HttpStatusCode.OK)).GetProperty("data").GetRawText());
    }

    [TestMethod]
    public async Task As_CSV_a_month_is_a_line_a_day_and_currency()
    {
        await using var shop = await OpenAsync();
        await PaidAsync(shop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/statements?month=2030-01");
        request.Headers.Authorization = new("Bearer", Shop.Token);
        request.Headers.Accept.ParseAdd("text/csv");

        using var answer = await shop.Client.SendAsync(request);

        Assert.AreEqual("text/csv", answer.Content.Headers.ContentType?.MediaType);
        CollectionAssert.AreEqual(
            new[]
            {
                "\uFEFFdate,sells,currency,received,held,converted,refunded,refund_costs,paid_out,fees,margin,rounding,return_costs,network_costs,own_funds",
                "2030-01-01,1,EUR,0.00,0.00,-230.00,0.00,0.00,226.55,2.30,1.15,0.00,0.00,0.00,0.00",
                "2030-01-01,1,USDT,-250,0,250,0,0,0,0,0,0,0,0,0",
            },
            Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()).TrimEnd().Split("\r\n"));
    }

    [TestMethod]
    [DataRow("", "required")]
    [DataRow("month=2030", "invalid_date")]
    [DataRow("month=2030-13", "invalid_date")]
    [DataRow("month=2030-01-01", "invalid_date")]
    [DataRow("month=9999-12", "invalid_date")]
    public async Task What_is_no_month_is_refused(string query, string code)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/statements?{query}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    /// <summary>Each column that a day's totals have in JSON is one of the file.</summary>
    [TestMethod]
    public void As_CSV_a_month_leaves_no_account_out()
    {
        var fields = typeof(SettlementTotalsView).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        var file = Encoding.UTF8.GetString(SettlementCsv.Write(new StatementView { Month = "2030-01", Final = true, Data = [], Totals = [] }));

        CollectionAssert.AreEquivalent(fields.Prepend("sells").Prepend("date").ToArray(), file.Trim('\uFEFF', '\r', '\n').Split(','));
    }

    /// <summary>The days between which keys of bookings were asked for.</summary>
    private static string[] DaysLookedInto(Shop shop) =>
        [.. shop.Tables.Log.Requests.SelectMany(request => Day().Matches(request.Target)).Select(day => day.Groups["day"].Value).Distinct()];

    [GeneratedRegex(@"settle\|(?<day>\d{8})")]
    private static partial Regex Day();

    private static async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync();
        await SetMarginAsync(shop, "0.5");
        return shop;
    }

    private static async Task SetMarginAsync(Shop shop, string margin) =>
        Assert.AreEqual(margin, (await shop.ChangePartnerAsync(new { margin })).Text("margin"));

    private static async Task<OpenedSession> PaidAsync(Shop shop, string card = "tok_ok")
    {
        var session = await shop.PayInAsync(card);
        Assert.AreEqual("completed", (await shop.ReadSellAsync(session)).Text("status"));
        return session;
    }

    private static async Task<JsonElement> GetAsync(Shop shop, string path)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, path);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }
}
