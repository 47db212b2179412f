using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Payouts;

[TestClass]
public sealed class HttpPayoutProviderTests
{
    private static readonly Payout Payout = new()
    {
        Id = "pay_01kabcdefghjkmnpqrstvwxyz0_1",
        Attempt = 1,
        Status = PayoutStatus.Submitting,
        Amount = Money.Parse("227.21", Currency.EUR),
        Converts = Money.Parse("250", Currency.USDT),
        Card = new("tok_visa", "visa", "4242"),
        SubmittedAt = DateTimeOffset.UnixEpoch,
    };

    [TestMethod]
    public async Task A_payout_is_sent_under_its_own_key()
    {
        var provider = StubProvider.Answering(HttpStatusCode.Accepted, """{"provider_reference":"ref_1"}""");
        using var http = provider.Connect();

        var outcome = await new HttpPayoutProvider(http).SubmitAsync(Payout, default);

        Assert.AreEqual(new PayoutAccepted(Payout.Id, "ref_1"), outcome);
        Assert.AreEqual(Payout.Id, provider.LastRequest!.Headers.GetValues("Idempotency-Key").Single());
        Assert.IsTrue(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"payout_id":"{{Payout.Id}}","amount":"227.21","currency":"EUR","card_token":"tok_visa"}"""),
            JsonNode.Parse(provider.LastBody!)));
    }

    [TestMethod]
    [DataRow("""{"payout_id":"ID","failure_code":"card_declined","retryable_with_new_details":true}""", "card_declined", true)]
    [DataRow("""{"payout_id":"ID","failure_code":"CARD_EXPIRED"}""", "card_expired", false)]
    [DataRow("""{"payout_id":"ID","failure_code":"account_closed","retryable_with_new_details":"yes","more":{}}""", "account_closed", false)]
    public async Task A_422_that_names_this_payout_and_a_known_reason_is_a_refusal(string body, string code, bool newDetailsCanHelp)
    {
        using var http = StubProvider.Answering((HttpStatusCode)422, body.Replace("ID", Payout.Id)).Connect();

        var outcome = await new HttpPayoutProvider(http).SubmitAsync(Payout, default);

        Assert.AreEqual(new PayoutRefused(Payout.Id, code, newDetailsCanHelp), outcome);
    }

    [TestMethod]
    [DataRow(422, "")]
    [DataRow(422, "no json")]
    [DataRow(422, """{"failure_code":"card_declined"}""")]
    [DataRow(422, """{"payout_id":"another","failure_code":"card_declined"}""")]
    [DataRow(422, """{"payout_id":"ID","code":"card_declined"}""")]
    [DataRow(422, """{"payout_id":"ID","failure_code":"insufficient_balance"}""")]
    [DataRow(422, """{"payout_id":"ID","failure_code":"idempotency_key_reused"}""")]
    [DataRow(422, """{"payout_id":"ID","failure_code":"declined for Ann Example"}""")]
    [DataRow(422, """{"payout_id":"ID","failure_code":17}""")]
    [DataRow(400, """{"payout_id":"ID","failure_code":"card_declined"}""")]
    [DataRow(400, """{"code":"already_exists"}""")]
    [DataRow(401, """{"payout_id":"ID","failure_code":"card_declined"}""")]
    [DataRow(403, "<html>blocked</html>")]
    [DataRow(404, """{"payout_id":"ID","failure_code":"card_declined"}""")]
    [DataRow(302, """{"payout_id":"ID","failure_code":"card_declined"}""")]
    public async Task What_only_sounds_like_a_refusal_is_unknown(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body.Replace("ID", Payout.Id)).Connect();

        Assert.AreEqual(new PayoutUnknown(Payout.Id), await new HttpPayoutProvider(http).SubmitAsync(Payout, default));
    }

    [TestMethod]
    [DataRow(408, """{"failure_code":"x"}""")]
    [DataRow(409, """{"failure_code":"x"}""")]
    [DataRow(429, """{"failure_code":"x"}""")]
    [DataRow(500, """{"failure_code":"x"}""")]
    [DataRow(503, "")]
    [DataRow(302, "")]
    [DataRow(202, "")]
    [DataRow(202, "{}")]
    [DataRow(202, """{"provider_reference":7}""")]
    [DataRow(202, """{"provider_reference":"a","provider_reference":"b"}""")]
    public async Task Anything_else_is_unknown(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        var outcome = await new HttpPayoutProvider(http).SubmitAsync(Payout, default);

        Assert.AreEqual(new PayoutUnknown(Payout.Id), outcome);
    }

    [TestMethod]
    public async Task Silence_is_unknown_and_never_an_exception()
    {
        using var http = StubProvider.Silent().Connect();
        var provider = new HttpPayoutProvider(http);

        Assert.AreEqual(new PayoutUnknown(Payout.Id), await provider.SubmitAsync(Payout, default));
        Assert.IsInstanceOfType<ProviderSilent>(await provider.AskAsync(Payout.Id, default));
        Assert.IsInstanceOfType<CardAnswer.Silent>(await provider.FindCardAsync("tok", default));
    }

    [TestMethod]
    [DataRow("accepted", "Submitted")]
    [DataRow("settled", "Settled")]
    [DataRow("failed", "Failed")]
    [DataRow("returned", "Returned")]
    public async Task What_became_of_a_payout_is_reported(string status, string expected)
    {
        var body = $$"""
            {"status":"{{status}}","failure_code":"card_closed","retryable_with_new_details":true,"amount":"227.21",
             "currency":"EUR","provider_reference":"ref_1"}
            """;
        using var http = StubProvider.Answering(HttpStatusCode.OK, body).Connect();

        var outcome = (PayoutReported)await new HttpPayoutProvider(http).AskAsync(Payout.Id, default);

        Assert.AreEqual(
            new PayoutFact
            {
                PayoutId = Payout.Id,
                Status = Enum.Parse<PayoutStatus>(expected),
                FailureCode = "card_closed",
                RetryableWithNewDetails = true,
                Amount = "227.21",
                Currency = "EUR",
                ProviderReference = "ref_1",
            },
            outcome.Fact);
    }

    [TestMethod]
    [DataRow("""{"status":"settled","failure_code":"","amount":"227.210","currency":"eur","provider_reference":""}""")]
    [DataRow("""{"status":"settled","failure_code":null,"amount":"","currency":""}""")]
    [DataRow("""{"status":"settled","occurred_at":"yesterday","provider_reference":17,"retryable_with_new_details":"no"}""")]
    public async Task What_only_accompanies_a_payout_never_keeps_it_from_settling(string body)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, body).Connect();

        var outcome = await new HttpPayoutProvider(http).AskAsync(Payout.Id, default);

        Assert.AreEqual((PayoutStatus.Settled, null), (((PayoutReported)outcome).Fact.Status, ((PayoutReported)outcome).Fact.FailureCode));
    }

    [TestMethod]
    public async Task A_404_says_that_it_never_arrived()
    {
        using var http = StubProvider.Answering(HttpStatusCode.NotFound, "").Connect();

        Assert.AreEqual(new PayoutNeverArrived(Payout.Id), await new HttpPayoutProvider(http).AskAsync(Payout.Id, default));
    }

    [TestMethod]
    [DataRow(200, "{}")]
    [DataRow(200, """{"status":"lost"}""")]
    [DataRow(200, """{"status":"settled","amount":227.21}""")]
    [DataRow(200, """{"status":"settled","payout_id":"pay_another_1"}""")]
    [DataRow(200, "settled")]
    [DataRow(404, "<html>blocked</html>")]
    [DataRow(403, """{"status":"failed"}""")]
    [DataRow(500, """{"status":"failed"}""")]
    public async Task An_odd_answer_is_silence(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.IsInstanceOfType<ProviderSilent>(await new HttpPayoutProvider(http).AskAsync(Payout.Id, default));
    }

    [TestMethod]
    public async Task A_card_is_known_by_brand_and_last_four()
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, """{"brand":"visa","last4":"4242","expiry_ok":false}""");
        using var http = provider.Connect();

        var answer = await new HttpPayoutProvider(http).FindCardAsync("tok/1", default);

        Assert.AreEqual(new CardAnswer.Known(new("tok/1", "visa", "4242"), false), answer);
        Assert.EndsWith("/cards/tok%2F1", provider.LastRequest!.RequestUri!.AbsoluteUri);
    }

    [TestMethod]
    [DataRow(404, "", typeof(CardAnswer.Unknown))]
    [DataRow(422, "", typeof(CardAnswer.Unknown))]
    [DataRow(401, "", typeof(CardAnswer.Silent))]
    [DataRow(500, "", typeof(CardAnswer.Silent))]
    [DataRow(200, """{"brand":"visa","last4":"4111111111111111","expiry_ok":true}""", typeof(CardAnswer.Silent))]
    [DataRow(200, """{"brand":"visa","last4":"42a2","expiry_ok":true}""", typeof(CardAnswer.Silent))]
    [DataRow(200, """{"brand":"4111","last4":"4242","expiry_ok":true}""", typeof(CardAnswer.Silent))]
    [DataRow(200, """{"brand":"visa","last4":"4242"}""", typeof(CardAnswer.Silent))]
    public async Task A_card_is_unknown_only_when_the_provider_says_so(int status, string body, Type expected)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.IsInstanceOfType(await new HttpPayoutProvider(http).FindCardAsync("tok", default), expected);
    }
}
