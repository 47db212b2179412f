using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

/// <summary>Who cannot sell hears it before any money is sent.</summary>
[TestClass]
public sealed class CountryTests
{
    [TestMethod]
    [DataRow(true, "DE")]
    [DataRow(false, "DE")]
    [DataRow(true, "de")]
    public async Task A_session_says_where_its_user_is(bool isGate, string country)
    {
        await using var shop = await Shop.OpenAsync();

        var session = await shop.OpenSessionAsync((isGate ? Bodies.Gate() : Bodies.Proof()).With("country", country), isGate);

        using var read = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions/{session.Id}");
        Assert.AreEqual("DE", session.Json.GetProperty("country").GetString());
        Assert.AreEqual("DE", (await Shop.ReadAsync(read, HttpStatusCode.OK)).GetProperty("country").GetString());
    }

    [TestMethod]
    [DataRow("UK")]
    [DataRow("DEU")]
    [DataRow("Germany")]
    [DataRow("D\u00c9")]
    public async Task What_is_no_country_is_refused(string country)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof().With("country", country));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_country");
    }

    [TestMethod]
    [DataRow(true, "FR", 201)]
    [DataRow(false, "fr", 201)]
    [DataRow(true, "DE", 422)]
    [DataRow(false, "DE", 422)]
    [DataRow(true, null, 422)]
    [DataRow(false, "", 422)]
    public async Task A_partner_whose_countries_are_named_opens_sessions_of_those_only(bool isGate, string? country, int status)
    {
        await using var shop = await Shop.OpenAsync();
        var token = await FrenchAsync(shop);
        var body = (isGate ? Bodies.Gate() : Bodies.Proof()).With("country", country);

        using var answer = await shop.PartnerAsync(HttpMethod.Post, isGate ? "/v1/sessions" : "/widget/session", body, "key", token);

        Assert.AreEqual((HttpStatusCode)status, answer.StatusCode);
        if (status == 422)
        {
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "country_not_supported");
        }
    }

    [TestMethod]
    [DataRow("country=FR", null)]
    [DataRow("country=fr", null)]
    [DataRow("country=DE", "country_not_supported")]
    [DataRow("country=nowhere", "country_not_supported")]
    [DataRow("asset=USDT", "country_not_supported")]
    public async Task Capabilities_say_so_too(string query, string? reason)
    {
        await using var shop = await Shop.OpenAsync();

        var said = await AskAsync(shop, query, await FrenchAsync(shop));

        Assert.AreEqual((reason is null, reason), (said.GetProperty("eligible").GetBoolean(), said.GetProperty("unavailable_reason").GetString()));
    }

    [TestMethod]
    [DataRow("country=DE", null)]
    [DataRow("asset=USDT", null)]
    [DataRow("country=ZZ", "country_not_supported")]
    public async Task Where_no_country_is_named_all_of_them_may(string query, string? reason)
    {
        await using var shop = await Shop.OpenAsync();

        var said = await AskAsync(shop, query, Shop.Token);

        Assert.AreEqual((reason is null, reason), (said.GetProperty("eligible").GetBoolean(), said.GetProperty("unavailable_reason").GetString()));
    }

    [TestMethod]
    [DataRow("fiat_currency=EUR", "card")]
    [DataRow("", "card")]
    [DataRow("fiat_currency=GBP", "")]
    public async Task How_it_is_paid_out_is_the_payout_providers_word_on_what_is_asked_about(string query, string methods)
    {
        await using var shop = await Shop.OpenAsync();

        var said = await AskAsync(shop, query, Shop.Token);

        Assert.AreEqual(methods, string.Join(',', said.GetProperty("payout_methods").EnumerateArray().Select(method => method.GetString())));
    }

    [TestMethod]
    public async Task Null_takes_the_limit_away_and_what_is_not_said_stays()
    {
        await using var shop = await Shop.OpenAsync();
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop", policies = new { underpaid = "refund", countries = new[] { "fr", "DE", "FR" } } });
        var partner = await Shop.ReadAsync(created, HttpStatusCode.Created);
        var id = partner.GetProperty("id").GetString()!;

        var kept = await ChangeAsync(shop, id, """{"policies":{"underpaid":"convert_actual"}}""");
        var free = await ChangeAsync(shop, id, """{"policies":{"countries":null}}""");

        Assert.AreEqual("""{"underpaid":"refund","countries":["DE","FR"]}""", partner.GetProperty("policies").GetRawText());
        Assert.AreEqual("""{"underpaid":"convert_actual","countries":["DE","FR"]}""", kept.GetRawText());
        Assert.AreEqual("""{"underpaid":"convert_actual","countries":null}""", free.GetRawText());
    }

    /// <summary>The token of a partner whose users are in France.</summary>
    private static async Task<string> FrenchAsync(Shop shop)
    {
        using var answer = await shop.OperatorAsync(
            "/ops/api/partners", new { name = "Boutique", offramp_enabled = true, policies = new { countries = new[] { "FR" } } });
        return (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetProperty("client_token").GetString()!;
    }

    private static async Task<JsonElement> AskAsync(Shop shop, string query, string token)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/capabilities?{query}", token: token);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static async Task<JsonElement> ChangeAsync(Shop shop, string partner, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/ops/api/partners/{partner}") { Content = new StringContent(body, null, "application/json") };
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        using var answer = await shop.Client.SendAsync(request);
        return (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("policies");
    }
}
