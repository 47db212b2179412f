using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
public sealed class StartSellTests
{
    [TestMethod]
    public async Task A_verified_user_accepts_a_quote_and_gets_a_deposit_address()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof().With("metadata", new System.Text.Json.Nodes.JsonObject { ["cart"] = "7" }));
        var quote = await shop.QuoteAsync(session);

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        var sell = await Shop.ReadAsync(answer, HttpStatusCode.Created);
        var address = sell.GetProperty("deposit").GetProperty("address").GetString()!;
        Assert.IsTrue(ChainAddress.TryParse(Network.TRC20, address, out _));
        Golden.Check(sell, SellAsThePageSeesIt.Replace("ADDRESS", address));
    }

    [TestMethod]
    public async Task The_partner_sees_its_metadata_and_references_on_the_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync(Bodies.Proof().With("metadata", new System.Text.Json.Nodes.JsonObject { ["cart"] = "7" }));

        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sells/{session.SellId}");
        using var parent = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions/{session.Id}");

        var sell = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual("7", sell.GetProperty("metadata").GetProperty("cart").GetString());
        Assert.AreEqual("user-123", sell.GetProperty("partner_user_id").GetString());
        Assert.AreEqual(2, sell.GetProperty("sequence").GetInt64());
        var json = await Shop.ReadAsync(parent, HttpStatusCode.OK);
        Assert.AreEqual("pending", json.GetProperty("status").GetString());
        Assert.AreEqual(sell.GetRawText(), json.GetProperty("sell").GetRawText());
    }

    [TestMethod]
    public async Task Submitted_twice_at_once_it_is_one_sell()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote))));

        var sells = await Task.WhenAll(answers.Select(answer => Shop.ReadAsync(answer, HttpStatusCode.Created)));
        Assert.AreEqual(1, sells.Select(sell => sell.GetRawText()).Distinct().Count());
        Assert.AreEqual(session.SellId, sells[0].GetProperty("id").GetString());
        Assert.AreEqual("250000000", await ReservedAsync(shop));
    }

    [TestMethod]
    public async Task The_same_quote_again_finds_the_sell_also_after_it_expired()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        using var first = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        shop.Clock.Advance(TimeSpan.FromHours(1));
        using var again = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        Assert.AreEqual(
            (await Shop.ReadAsync(first, HttpStatusCode.Created)).GetRawText(), (await Shop.ReadAsync(again, HttpStatusCode.Created)).GetRawText());
    }

    [TestMethod]
    [DataRow("payouts")]
    [DataRow("custodian")]
    public async Task A_silent_provider_makes_no_sell_and_asking_again_does(string provider)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        await shop.ControlAsync("/sandbox/faults", new { provider, mode = "503", times = 1 });

        using var failed = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));
        using var repeated = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        var problem = await ProblemBody.ReadAsync(failed);
        Assert.AreEqual((503, "provider_unavailable", true), (problem.Status, problem.Code, problem.Retryable));
        await Shop.ReadAsync(repeated, HttpStatusCode.Created);
        Assert.AreEqual("250000000", await ReservedAsync(shop));
    }

    [TestMethod]
    public async Task Whoever_was_verified_meanwhile_can_sell_without_a_notice()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: "ann@example.com"));
        await shop.VerifyAsync(session);

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));

        Assert.AreEqual(3, (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetProperty("sequence").GetInt64());
    }

    [TestMethod]
    public async Task A_users_day_has_a_limit_that_sells_at_once_cannot_pass_together()
    {
        await using var shop = await Shop.OpenAsync();
        var sessions = new List<(OpenedSession Session, string Quote)>();
        for (var i = 0; i < 6; i++)
        {
            var session = await shop.OpenSessionAsync();
            sessions.Add((session, await shop.QuoteAsync(session, "10000")));
        }

        var answers = await Task.WhenAll(sessions.Select(s => shop.PageAsync(s.Session, HttpMethod.Post, "/sell", Bodies.Sell(s.Quote))));

        Assert.AreEqual(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        await ProblemBody.ExpectAsync(answers.Single(answer => answer.StatusCode != HttpStatusCode.Created), HttpStatusCode.UnprocessableEntity, "limit_exceeded");
    }

    private static async Task<string?> ReservedAsync(Shop shop)
    {
        await foreach (var row in shop.Tables.Store.Table("Index").QueryAllAsync(new(null)))
        {
            if (row.RowKey.StartsWith("day|", StringComparison.Ordinal))
            {
                return row.GetString("Total");
            }
        }

        return null;
    }

    private const string SellAsThePageSeesIt = """
        {"id":"sell_*","object":"sell","session_id":"ses_*","sequence":2,"specks":null,"status":"pending","phase":"awaiting_deposit","labels":[],
         "failure_code":null,"new_session_can_help":null,"hold_reason":null,"support":null,"delayed_at":null,"currency":"USDT","network":"TRC20","crypto_amount":"250","received_amount":"0",
         "amount_due":"250","fiat_currency":"EUR","fiat_amount":"227.70",
         "quote":{"rate":"0.92","fee":"0.0092","margin":"0","fiat_amount":"227.70","expires_at":"2030-01-01T12:01:00Z"},
         "deposit":{"address":"ADDRESS","memo":null,
                    "uri":"ADDRESS","deadline":"2030-01-01T18:00:00Z"},
         "deposits":[],"payouts":[],"refunds":[],"user_action":null,
         "status_history":[{"sequence":2,"status":"pending","phase":"awaiting_deposit","at":"2030-01-01T12:00:00Z","reason":null}],
         "created_at":"2030-01-01T12:00:00Z","updated_at":"2030-01-01T12:00:00Z"}
        """;
}
