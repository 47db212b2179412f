using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>"Too many requests: 429 rate_limited with Retry-After."</summary>
[TestClass]
public sealed class RateLimitTests
{
    [TestMethod]
    public async Task A_partner_that_calls_too_often_waits_and_no_other_does()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_PARTNER_RATE", "1/2"));
        var another = await shop.AddPartnerAsync(enabled: true);

        var answers = await TimesAsync(3, () => shop.PartnerAsync(HttpMethod.Get, "/v1/sells"));
        using var other = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells", token: another);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var later = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");

        await ExpectLimitedAsync(answers[2], seconds: 1);
        CollectionAssert.AreEqual(Enumerable.Repeat(HttpStatusCode.OK, 4).ToArray(),
            new[] { answers[0], answers[1], other, later }.Select(answer => answer.StatusCode).ToArray());
    }

    [TestMethod]
    public async Task A_sell_page_that_calls_too_often_waits_and_no_other_does()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_SESSION_RATE", "1/1"));
        var (busy, quiet) = (await shop.OpenSessionAsync(), await shop.OpenSessionAsync());

        var answers = await TimesAsync(2, () => shop.PageAsync(busy, HttpMethod.Get));
        using var other = await shop.PageAsync(quiet, HttpMethod.Get);

        await ExpectLimitedAsync(answers[1], seconds: 1);
        Assert.AreEqual(HttpStatusCode.OK, other.StatusCode);
    }

    [TestMethod]
    public async Task An_operator_that_calls_too_often_waits()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_OPERATOR_RATE", "1/1"));

        var answers = await TimesAsync(2, () => AskAsync(shop, "/ops/api/audit", ("X-Operator-Key", Shop.OperatorKey)));

        await ExpectLimitedAsync(answers[1], seconds: 1);
    }

    [TestMethod]
    [DataRow("/v1/sells", "Authorization", "Bearer ot_test_nobody")]
    [DataRow("/v1/sells", "X-Nothing", "at all")]
    [DataRow("/widget/sessions/ses_01dem000000000000000000000", "Authorization", "Bearer cs_a_1_0")]
    [DataRow("/ops/api/audit", "X-Operator-Key", "guess")]
    public async Task Whose_credentials_are_refused_too_often_waits_by_its_address(string path, string header, string value)
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_STRANGER_RATE", "1/2"), ("OFFRAMP_CLIENT_ADDRESS_HEADER", "X-Platform-Client"));

        var answers = await TimesAsync(3, () => AskAsync(shop, path, (header, value), ("X-Platform-Client", "203.0.113.9:1")));
        using var elsewhere = await AskAsync(shop, path, (header, value), ("X-Platform-Client", "203.0.113.10:1"));

        await ExpectLimitedAsync(answers[2], seconds: 1);
        Assert.AreEqual(HttpStatusCode.Unauthorized, answers[1].StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [TestMethod]
    public async Task Unsigned_notices_are_refused_credentials_too()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_STRANGER_RATE", "1/1"));

        var answers = await TimesAsync(2, () => shop.Client.PostAsync("/webhooks/kyc", null));

        await ProblemBody.ExpectAsync(answers[0], HttpStatusCode.Unauthorized, "invalid_signature");
        await ExpectLimitedAsync(answers[1], seconds: 1);
    }

    [TestMethod]
    public async Task Guesses_past_the_limit_cost_no_request_to_the_storage_and_lock_no_known_partner_out()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_STRANGER_RATE", "1/1"));
        using var known = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");
        await TimesAsync(1, () => shop.PartnerAsync(HttpMethod.Get, "/v1/sells", token: "ot_test_guess"));
        shop.Tables.Log.Clear();

        await TimesAsync(5, () => shop.PartnerAsync(HttpMethod.Get, "/v1/sells", token: "ot_test_guess"));
        var asked = shop.Tables.Log.Count;
        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells");

        Assert.AreEqual(0, asked, shop.Tables.Log.ToString());
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task ExpectLimitedAsync(HttpResponseMessage answer, int seconds)
    {
        await ProblemBody.ExpectAsync(answer, HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), answer.Headers.RetryAfter?.Delta);
    }

    private static async Task<List<HttpResponseMessage>> TimesAsync(int times, Func<Task<HttpResponseMessage>> call)
    {
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < times; i++)
        {
            answers.Add(await call());
        }

        return answers;
    }

    private static async Task<HttpResponseMessage> AskAsync(Shop shop, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await shop.Client.SendAsync(request);
    }
}
