using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
public sealed class RefusedSellTests
{
    [TestMethod]
    public async Task Another_quote_after_the_sell_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var (first, second) = (await shop.QuoteAsync(session), await shop.QuoteAsync(session, "100"));
        using var sell = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(first));

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(second));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "sell_exists");
    }

    [TestMethod]
    public async Task A_quote_lasts_a_minute()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);

        shop.Clock.Advance(TimeSpan.FromSeconds(60));
        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "quote_expired");
    }

    [TestMethod]
    public async Task A_quote_of_another_session_or_an_indicative_one_cannot_be_sold_on()
    {
        await using var shop = await Shop.OpenAsync();
        var (mine, other) = (await shop.OpenSessionAsync(), await shop.OpenSessionAsync());
        using var indicative = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes",
            new { asset = "USDT", network = "TRC20", fiat_currency = "EUR", crypto_amount = "250" });
        string[] quotes =
        [
            await shop.QuoteAsync(other),
            (await Shop.ReadAsync(indicative, HttpStatusCode.OK)).GetProperty("id").GetString()!,
            "quo_made-up", "nothing",
        ];

        foreach (var quote in quotes)
        {
            using var answer = await shop.PageAsync(mine, HttpMethod.Post, "/sell", Bodies.Sell(quote));
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "quote_not_valid");
        }
    }

    [TestMethod]
    [DataRow("TJRabPrwbZy45sbavfcjinPJC18kjpRTv9")]
    [DataRow("0xdAC17F958D2ee523a2206206994597C13D831ec7")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [DataRow("my wallet")]
    public async Task A_refund_address_that_would_lose_the_crypto_is_refused(string address)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session), refund: address));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_refund_address");
    }

    [TestMethod]
    public async Task Our_own_deposit_address_is_no_refund_address()
    {
        await using var shop = await Shop.OpenAsync();
        var first = await shop.SellAsync();
        using var answer = await shop.PageAsync(first, HttpMethod.Get);
        var ours = (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("sell").GetProperty("deposit").GetProperty("address").GetString()!;
        var second = await shop.OpenSessionAsync();

        using var refused = await shop.PageAsync(second, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(second), refund: ours));

        await ProblemBody.ExpectAsync(refused, HttpStatusCode.UnprocessableEntity, "invalid_refund_address");
    }

    [TestMethod]
    public async Task An_unknown_card_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session), card: "tok_nobody"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_card_token");
    }

    [TestMethod]
    [DataRow("ann@example.com")]
    [DataRow("ann+pending@example.com")]
    [DataRow("ann+rejected@example.com")]
    public async Task Who_is_not_verified_cannot_sell(string email)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync(Bodies.Proof(email: email));

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell("quo_whatever", refund: "nonsense"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "kyc_required");
    }

    [TestMethod]
    public async Task Several_problems_of_the_body_are_named_at_once()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", new { card_token = 5 });

        CollectionAssert.AreEquivalent(
            new[] { ("quote_id", "required"), ("card_token", "invalid_type"), ("refund_address", "required") },
            (await ProblemBody.ReadAsync(answer)).Errors.ToArray());
    }

    [TestMethod]
    public async Task An_expired_session_takes_nothing_any_more()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(30));

        foreach (var path in new[] { "/quote", "/sell", "/kyc" })
        {
            using var answer = await shop.PageAsync(session, HttpMethod.Post, path, new { });
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "session_ended");
        }
    }
}
