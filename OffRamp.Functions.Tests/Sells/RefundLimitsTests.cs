using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>Many sells of little, each paid in by much, do not pass together what one of them may not.</summary>
[TestClass]
public sealed class RefundLimitsTests
{
    [TestMethod]
    public async Task What_goes_back_by_itself_is_at_most_what_a_user_may_sell_on_a_day()
    {
        await using var shop = await OpenAsync();
        var (first, second) = (await shop.SellAsync(), await shop.SellAsync());
        await PayInAsync(shop, first);

        await PayInAsync(shop, second);

        var (one, other) = (await shop.ReadSellAsync(first), await shop.ReadSellAsync(second));
        Assert.AreEqual(("paid", "sent", "paid", "failed"), (one.Text("phase"), Refunds(one), other.Text("phase"), Refunds(other)));
        Assert.AreEqual(JsonValueKind.Null, other.GetProperty("user_action").ValueKind);
        Assert.Contains("compliance_review", await CasesAsync(shop, second));
    }

    [TestMethod]
    public async Task Sells_that_are_paid_in_at_one_moment_pass_no_more()
    {
        await using var shop = await OpenAsync("950");
        OpenedSession[] sells = [await shop.SellAsync(), await shop.SellAsync(), await shop.SellAsync()];

        await Task.WhenAll(sells.Select(session => shop.DepositAsync(session, "450")));
        for (var times = 0; times < 4; times++)
        {
            await Task.WhenAll(sells.Select(shop.WalkAsync));
            shop.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        var sent = (await Task.WhenAll(sells.Select(shop.ReadSellAsync))).Select(Refunds);
        CollectionAssert.AreEquivalent(new[] { "sent", "failed", "failed" }, sent.ToArray());
    }

    [TestMethod]
    public async Task An_operator_who_has_looked_lets_it_go()
    {
        await using var shop = await OpenAsync();
        await PayInAsync(shop, await shop.SellAsync());
        var session = await shop.SellAsync();
        await PayInAsync(shop, session);

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });
        await shop.PassAsync(session);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.AreEqual("failed sent", Refunds(await shop.ReadSellAsync(session)));
    }

    [TestMethod]
    public async Task Before_the_end_it_is_held_and_released_it_goes()
    {
        await using var shop = await OpenAsync();
        await PayInAsync(shop, await shop.SellAsync());
        var session = await shop.SellAsync(card: "tok_closed");
        await PayInAsync(shop, session);
        var held = await shop.ReadSellAsync(session);

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "release" });
        await shop.PassAsync(session);

        Assert.AreEqual(("on_hold", "compliance_review", "pending"), (held.Text("phase"), held.Text("hold_reason"), Refunds(held)));
        Assert.AreEqual(("refunded", "sent"), ((await shop.ReadSellAsync(session)).Text("phase"), Refunds(await shop.ReadSellAsync(session))));
    }

    [TestMethod]
    public async Task An_operator_who_was_not_asked_to_look_lets_no_more_go()
    {
        await using var shop = await OpenAsync();
        await PayInAsync(shop, await shop.SellAsync());
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "450", stopAt: "seen");
        await shop.WalkAsync(session);
        using var hold = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });
        await shop.HearDepositAsync(session, (await shop.ReadSellAsync(session)).GetProperty("deposits")[0].Text("tx_hash")!, "450");
        await shop.WalkAsync(session);

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });
        await shop.PassAsync(session);

        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.AreEqual(("on_hold", "compliance_review", "pending"), (sell.Text("phase"), sell.Text("hold_reason"), Refunds(sell)));
    }

    [TestMethod]
    public async Task What_a_person_has_looked_at_goes_back_by_itself()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        await PayInAsync(shop, session, "20000");

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "release" });
        await shop.PassAsync(session);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.AreEqual("sent", Refunds(await shop.ReadSellAsync(session)));
    }

    [TestMethod]
    public async Task What_the_sell_has_reserved_itself_goes_back_whatever_else_was_sold()
    {
        await using var shop = await OpenAsync();
        await PayInAsync(shop, await shop.SellAsync());
        var session = await shop.SellAsync(card: "tok_closed");

        await PayInAsync(shop, session, "250");

        Assert.AreEqual("sent", Refunds(await shop.ReadSellAsync(session)));
    }

    /// <summary>Each sell is of 250, and 200 too much come.</summary>
    private static async Task<Shop> OpenAsync(string limit = "850")
    {
        var shop = await Shop.OpenAsync();
        await shop.ChangePartnerAsync(new { limits = new { per_user_day = limit } });
        return shop;
    }

    private static async Task PayInAsync(Shop shop, OpenedSession session, string amount = "450")
    {
        await shop.DepositAsync(session, amount);
        await shop.WalkAsync(session);
        await shop.PassAsync(session);
    }

    private static string Refunds(JsonElement sell) =>
        string.Join(' ', sell.GetProperty("refunds").EnumerateArray().Select(refund => refund.Text("status")));

    private static async Task<string> CasesAsync(Shop shop, OpenedSession session) =>
        (await shop.ReadAsOperatorAsync($"/ops/api/sells/{session.SellId}")).GetProperty("cases").GetRawText();
}
