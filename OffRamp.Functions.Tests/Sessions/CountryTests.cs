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
    [DataRow(true, "FR")]
    [DataRow(false, "fr")]
    public async Task A_partner_whose_countries_are_named_opens_sessions_of_those(bool isGate, string country)
    {
        await using var shop = await Shop.OpenAsync();
        var token = await FrenchAsync(shop);

        using var answer = await OpenAsync(shop, token, isGate, country);

        Assert.AreEqual("FR", (await Shop.ReadAsync(answer, HttpStatusCode.Created)).Text("country"));
    }

    [TestMethod]
    [DataRow(true, "DE")]
    [DataRow(false, "DE")]
    [DataRow(true, null)]
    [DataRow(false, "")]
    public async Task And_of_no_other_nor_of_users_who_are_nowhere(bool isGate, string? country)
    {
        await using var shop = await Shop.OpenAsync();
        var token = await FrenchAsync(shop);

        using var answer = await OpenAsync(shop, token, isGate, country);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "country_not_supported");
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

        var kept = await shop.ChangePartnerAsync(new { policies = new { underpaid = "convert_actual" } }, id);
        var free = await shop.ChangePartnerAsync(new { policies = new { countries = (string[]?)null } }, id);

        Assert.AreEqual("""{"underpaid":"refund","countries":["DE","FR"]}""", partner.GetProperty("policies").GetRawText());
        Assert.AreEqual("""{"underpaid":"convert_actual","countries":["DE","FR"]}""", kept.GetProperty("policies").GetRawText());
        Assert.AreEqual("""{"underpaid":"convert_actual","countries":null}""", free.GetProperty("policies").GetRawText());
    }

    /// <summary>The token of a partner whose users are in France.</summary>
    private static Task<string> FrenchAsync(Shop shop) => shop.AddPartnerAsync(enabled: true, new { countries = new[] { "FR" } });

    private static Task<HttpResponseMessage> OpenAsync(Shop shop, string token, bool isGate, string? country) => shop.PartnerAsync(
        HttpMethod.Post, isGate ? "/v1/sessions" : "/widget/session", (isGate ? Bodies.Gate() : Bodies.Proof()).With("country", country), "key", token);

    private static async Task<JsonElement> AskAsync(Shop shop, string query, string token)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/capabilities?{query}", token: token);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }
}
