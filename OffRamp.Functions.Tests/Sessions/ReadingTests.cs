using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

[TestClass]
public sealed class ReadingTests
{
    [TestMethod]
    public async Task A_list_goes_from_the_newest_page_by_page_to_the_first()
    {
        await using var shop = await Shop.OpenAsync();
        var opened = await OpenAsync(shop, 5);

        var seen = new List<string>();
        var cursor = "";
        do
        {
            using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions?limit=2{cursor}");
            var page = await Shop.ReadAsync(answer, HttpStatusCode.OK);
            seen.AddRange(Ids(page));
            cursor = page.GetProperty("has_more").GetBoolean() ? $"&cursor={page.GetProperty("next_cursor").GetString()}" : "";
        }
        while (cursor.Length > 0);

        CollectionAssert.AreEqual(opened.Select(session => session.Id).Reverse().ToArray(), seen);
    }

    [TestMethod]
    public async Task Lists_are_filtered_by_status_and_reference()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.SellAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var referenced = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate("order-7"), "k");
        var gate = OpenedSession.Of(await Shop.ReadAsync(referenced, HttpStatusCode.Created));

        Assert.AreEqual(sold.Id, (await ListAsync(shop, "/v1/sessions?status=pending")).Single());
        Assert.AreEqual(gate.Id, (await ListAsync(shop, "/v1/sessions?status=open")).Single());
        Assert.AreEqual(gate.Id, (await ListAsync(shop, "/v1/sessions?user_reference=order-7")).Single());
        Assert.IsEmpty(await ListAsync(shop, "/v1/sessions?user_reference=order-8"));
        Assert.AreEqual(sold.SellId, (await ListAsync(shop, "/v1/sells")).Single());
        Assert.AreEqual(sold.SellId, (await ListAsync(shop, "/v1/sells?phase=awaiting_deposit&created_before=2030-01-01T12:00:01Z")).Single());
        Assert.IsEmpty(await ListAsync(shop, "/v1/sells?status=completed"));
        Assert.IsEmpty(await ListAsync(shop, "/v1/sells?created_after=2030-01-01T12:00:00Z"));
        Assert.IsEmpty(await ListAsync(shop, "/v1/sells?tx_hash=abc"));
    }

    [TestMethod]
    public async Task A_transaction_leads_to_its_sell_however_it_is_spelled()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.SellAsync();
        var hash = await shop.DepositAsync(session, "250", stopAt: "seen");
        using var checkedNow = await shop.PageAsync(session, HttpMethod.Post, "/check_deposit");

        Assert.AreEqual(session.SellId, (await ListAsync(shop, $"/v1/sells?tx_hash={hash}")).Single());
        Assert.AreEqual(session.SellId, (await ListAsync(shop, $"/v1/sells?tx_hash=0x{hash.ToUpperInvariant()}")).Single());
        Assert.IsEmpty(await ListAsync(shop, $"/v1/sells?tx_hash={hash}&status=completed"));
    }

    [TestMethod]
    public async Task A_reference_leads_to_its_sells_newest_first_and_to_nobody_elses()
    {
        await using var shop = await Shop.OpenAsync();
        var (first, _) = await shop.SellToTheEndAsync("order-7");
        var (second, _) = await shop.SellToTheEndAsync("order-7");
        await shop.SellToTheEndAsync("order-8");
        using var others = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells?user_reference=order-7", token: await shop.AddPartnerAsync(enabled: true));

        CollectionAssert.AreEqual(new[] { second.SellId, first.SellId }, await ListAsync(shop, "/v1/sells?user_reference=order-7"));
        Assert.AreEqual(second.SellId, (await ListAsync(shop, "/v1/sells?user_reference=order-7&limit=1")).Single());
        Assert.IsEmpty(await ListAsync(shop, "/v1/sells?user_reference=order-9"));
        Assert.IsEmpty(Ids(await Shop.ReadAsync(others, HttpStatusCode.OK)));
    }

    [TestMethod]
    [DataRow("/v1/sessions?limit=0", "out_of_range")]
    [DataRow("/v1/sessions?cursor=abc", "invalid_cursor")]
    [DataRow("/v1/sessions?status=paid", "not_supported")]
    [DataRow("/v1/sells?phase=open", "not_supported")]
    [DataRow("/v1/sells?created_after=yesterday", "invalid_time")]
    [DataRow("/v1/sells?tx_hash=a%20b", "invalid_tx_hash")]
    public async Task A_query_that_means_nothing_is_refused(string path, string code)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Get, path);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    public async Task Another_partners_session_is_not_there()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var stranger = await shop.AddPartnerAsync(enabled: true);
        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, $"/v1/sessions/{session.Id}"), (HttpMethod.Get, $"/v1/sells/{session.SellId}"),
            (HttpMethod.Get, $"/widget/transactions/{session.SellId}"), (HttpMethod.Get, $"/widget/transactions/{session.Id}"),
            (HttpMethod.Post, $"/v1/sessions/{session.Id}/cancel"), (HttpMethod.Post, $"/v1/sessions/{session.Id}/client_secret"),
            (HttpMethod.Get, "/v1/sessions/ses_nonsense"), (HttpMethod.Get, "/v1/sells/nonsense"),
        ];

        foreach (var (method, path) in calls)
        {
            using var answer = await shop.PartnerAsync(method, path, token: stranger);
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
        }
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions", token: stranger);
        Assert.IsEmpty(Ids(await Shop.ReadAsync(list, HttpStatusCode.OK)));
    }

    [TestMethod]
    public async Task A_partner_without_offramp_opens_nothing_and_still_reads()
    {
        await using var shop = await Shop.OpenAsync();
        var token = await shop.AddPartnerAsync(enabled: false);

        using var proof = await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof(), token: token);
        using var gate = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "k", token);
        using var quote = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { }, token: token);
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/sells", token: token);
        using var capabilities = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities?asset=USDT", token: token);

        foreach (var refused in new[] { proof, gate, quote })
        {
            await ProblemBody.ExpectAsync(refused, HttpStatusCode.Forbidden, "offramp_disabled");
        }

        Assert.AreEqual(HttpStatusCode.OK, list.StatusCode);
        var json = await Shop.ReadAsync(capabilities, HttpStatusCode.OK);
        Assert.AreEqual("offramp_disabled", json.GetProperty("unavailable_reason").GetString());
    }

    [TestMethod]
    public async Task Who_polls_sees_five_words()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var expired = await shop.OpenSessionAsync();

        using var bySell = await shop.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{session.SellId}");
        using var bySession = await shop.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{session.Id}");
        using var open = await shop.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{expired.Id}");
        shop.Clock.Advance(TimeSpan.FromHours(1));
        using var late = await shop.PartnerAsync(HttpMethod.Get, $"/widget/transactions/{expired.Id}");

        var json = await Shop.ReadAsync(bySell, HttpStatusCode.OK);
        Golden.Check(json, """
            {"merchant_transaction_id":"sell_*","partner_user_id":"user-123","type":"sell","status":"pending","currency":"USDT",
             "network":"TRC20","crypto_amount":"250","fiat_currency":"EUR","fiat_amount":"227.70",
             "created_at":"2030-01-01T12:00:00Z","updated_at":"2030-01-01T12:00:00Z"}
            """);
        Assert.AreEqual(json.GetRawText(), (await Shop.ReadAsync(bySession, HttpStatusCode.OK)).GetRawText());
        Assert.AreEqual("pending", (await Shop.ReadAsync(open, HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.AreEqual("failed", (await Shop.ReadAsync(late, HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task A_partner_is_told_once_that_a_session_expired()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(30));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions/{session.Id}")));

        foreach (var answer in answers)
        {
            Assert.AreEqual("expired", (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("status").GetString());
        }

        CollectionAssert.AreEqual(new[] { "session.created", "session.expired" }, await shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task Capabilities_say_what_can_be_sold()
    {
        await using var shop = await Shop.OpenAsync();

        using var all = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities");
        using var some = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities?asset=USDC&network=TRC20");
        using var fiat = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities?fiat_currency=GBP");
        using var good = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities?fiat_currency=EUR&asset=USDT&network=TRC20");

        var json = await Shop.ReadAsync(all, HttpStatusCode.OK);
        Assert.AreEqual(3, json.GetProperty("assets").GetArrayLength());
        Assert.AreEqual("""{"asset":"USDT","network":"TRC20","contract_address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","decimals":6,"minimum":"10","maximum":"10000","confirmations":20,"dust":"1","refund_cost":"0","paused":false}""",
            json.GetProperty("assets")[0].GetRawText());
        Assert.AreEqual(21600, json.GetProperty("deposit_window_seconds").GetInt64());
        Assert.IsFalse(json.TryGetProperty("eligible", out _));
        Assert.AreEqual("asset_not_supported", (await Shop.ReadAsync(some, HttpStatusCode.OK)).GetProperty("unavailable_reason").GetString());
        Assert.AreEqual("fiat_not_supported", (await Shop.ReadAsync(fiat, HttpStatusCode.OK)).GetProperty("unavailable_reason").GetString());
        var eligible = await Shop.ReadAsync(good, HttpStatusCode.OK);
        Assert.IsTrue(eligible.GetProperty("eligible").GetBoolean());
        Assert.AreEqual(JsonValueKind.Null, eligible.GetProperty("unavailable_reason").ValueKind);
    }

    private static async Task<List<OpenedSession>> OpenAsync(Shop shop, int count)
    {
        var opened = new List<OpenedSession>();
        for (var i = 0; i < count; i++)
        {
            opened.Add(await shop.OpenSessionAsync());
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        return opened;
    }

    private static async Task<string[]> ListAsync(Shop shop, string path)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, path);
        return Ids(await Shop.ReadAsync(answer, HttpStatusCode.OK));
    }

    private static string[] Ids(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
