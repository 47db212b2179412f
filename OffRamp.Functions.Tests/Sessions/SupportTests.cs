using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

/// <summary>Where a partner's users find help stands wherever somebody may need it.</summary>
[TestClass]
public sealed class SupportTests
{
    private const string Support = """{"email":"help@shop.example","url":"https://shop.example/help"}""";

    [TestMethod]
    public async Task A_partner_s_support_is_on_its_sessions_sells_and_events()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ChangePartnerAsync(new { support = JsonElement.Parse(Support) });

        var session = await shop.SellAsync();

        using var page = await shop.PageAsync(session, HttpMethod.Get);
        using var events = await shop.PartnerAsync(HttpMethod.Get, $"/v1/events?sell_id={session.SellId}");
        var shown = new[]
        {
            session.Json, await Shop.ReadAsync(page, HttpStatusCode.OK), (await Shop.ReadAsync(page, HttpStatusCode.OK)).GetProperty("sell"), await shop.ReadSellAsync(session),
        };
        var told = (await Shop.ReadAsync(events, HttpStatusCode.OK)).GetProperty("data").EnumerateArray().Select(one => one.GetProperty("data")).ToList();
        CollectionAssert.AreEquivalent(new[] { "session", "sell" }, told.Select(data => data.GetProperty("object").GetString()).ToArray());
        foreach (var json in shown.Concat(told))
        {
            Assert.AreEqual(Support, json.GetProperty("support").GetRawText());
        }
    }

    [TestMethod]
    public async Task A_sell_shows_it_whichever_way_it_is_answered_to_the_page()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ChangePartnerAsync(new { support = JsonElement.Parse(Support) });
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);

        using var created = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));
        using var again = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));
        using var looked = await shop.PageAsync(session, HttpMethod.Post, "/check_deposit");

        foreach (var (answer, status) in new[] { (created, HttpStatusCode.Created), (again, HttpStatusCode.Created), (looked, HttpStatusCode.OK) })
        {
            Assert.AreEqual(Support, (await Shop.ReadAsync(answer, status)).GetProperty("support").GetRawText());
        }
    }
}
