using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

[TestClass]
public sealed class LockQuoteTests
{
    [TestMethod]
    public async Task A_locked_quote_says_all_that_would_happen()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });

        var quote = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.IsLessThanOrEqualTo(1024, quote.GetProperty("id").GetString()!.Length);
        Golden.Check(quote, """
            {"id":"quo_*","object":"quote","session_id":"ses_*","indicative":false,"asset":"USDT","network":"TRC20","fiat_currency":"EUR",
             "rate":"0.92","fee":"0.0092","margin":"0","crypto_amount":"250","fiat_amount":"227.70","expires_at":"2030-01-01T12:01:00Z","dust":"1","refund_cost":"0",
             "if_under":{"accepted_from":"248.75","outcome":"convert_actual","minimum":"10",
                         "example":{"received_amount":"125","fiat_amount":"113.85","refunded_amount":"0"}},
             "if_over":{"outcome":"refund_excess","converted_below":"1",
                        "example":{"received_amount":"300","fiat_amount":"227.70","refunded_amount":"50"}},
             "if_late":{"outcome":"refund","deposit_window_seconds":21600,"refunded_amount":"250"}}
            """);
    }

    [TestMethod]
    public async Task A_wanted_payout_is_paid_exactly_and_asks_for_the_crypto_rounded_up()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { fiat_amount = "100.00" });

        var quote = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual("100.00", quote.GetProperty("fiat_amount").GetString());
        Assert.AreEqual("109.793589", quote.GetProperty("crypto_amount").GetString());
    }

    [TestMethod]
    public async Task What_the_session_fixed_is_quoted_and_nothing_else()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof().With("crypto_amount", "250"));

        using var unsaid = await shop.PageAsync(session, HttpMethod.Post, "/quote");
        using var same = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250.00" });
        using var another = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "251" });
        using var otherKind = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { fiat_amount = "100" });

        Assert.AreEqual("250", (await Shop.ReadAsync(unsaid, HttpStatusCode.OK)).GetProperty("crypto_amount").GetString());
        Assert.AreEqual("250", (await Shop.ReadAsync(same, HttpStatusCode.OK)).GetProperty("crypto_amount").GetString());
        await ProblemBody.ExpectAsync(another, HttpStatusCode.UnprocessableEntity, "amount_fixed");
        await ProblemBody.ExpectAsync(otherKind, HttpStatusCode.UnprocessableEntity, "amount_fixed");
    }

    [TestMethod]
    [DataRow("crypto_amount", "9.999999", "out_of_range")]
    [DataRow("crypto_amount", "10000.1", "limit_exceeded")]
    [DataRow("fiat_amount", "5.00", "out_of_range")]
    [DataRow("fiat_amount", "9999999.00", "limit_exceeded")]
    [DataRow("crypto_amount", "1e3", "invalid_amount")]
    public async Task An_amount_outside_the_limits_is_not_quoted(string field, string amount, string code)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/quote", new Dictionary<string, string> { [field] = amount });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    [DataRow("503")]
    [DataRow("refuse")]
    [DataRow("stale")]
    public async Task Without_a_current_rate_there_is_no_quote(string mode)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "rates", mode, times = 1 });

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });

        var problem = await ProblemBody.ReadAsync(answer);
        Assert.AreEqual((503, "rate_unavailable", true), (problem.Status, problem.Code, problem.Retryable));
    }

    [TestMethod]
    public async Task A_quote_is_an_act_that_keeps_the_session_open()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        shop.Clock.Advance(TimeSpan.FromMinutes(29));
        await shop.QuoteAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(29));
        using var answer = await shop.PageAsync(session, HttpMethod.Get);

        Assert.AreEqual("open", (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task A_partner_asks_what_a_sell_would_bring()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes",
            new { asset = "USDC", network = "ERC20", fiat_currency = "USD", crypto_amount = "100" });
        using var bad = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { asset = "USDC", network = "TRC20", fiat_currency = "GBP" });

        var quote = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual("99.00", quote.GetProperty("fiat_amount").GetString());
        Assert.IsTrue(quote.GetProperty("indicative").GetBoolean());
        CollectionAssert.AreEquivalent(
            new[] { ("network", "not_supported"), ("fiat_currency", "fiat_not_supported"), ("crypto_amount", "required") },
            (await ProblemBody.ReadAsync(bad)).Errors.ToArray());
    }
}
