using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

[TestClass]
public sealed class PayoutDetailsTests
{
    private const string Elsewhere = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

    [TestMethod]
    public async Task Another_card_is_paid_with_however_often_it_is_given()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await DeclinedAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GiveAsync(shop, session, new { card_token = "tok_ok" })));

        Assert.Contains(HttpStatusCode.OK, answers.Select(answer => answer.StatusCode));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);
        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual("completed", sell.Text("status"));
        CollectionAssert.AreEqual(new[] { "failed", "settled" }, sell.GetProperty("payouts").EnumerateArray().Select(p => p.Text("status")).ToArray());
    }

    [TestMethod]
    public async Task The_refund_can_be_asked_for_instead()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await DeclinedAsync(shop);

        using var answer = await GiveAsync(shop, session, new { refund = true });

        var sell = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual(("refunding", "refund_requested"), (sell.Text("phase"), sell.Text("failure_code")));
    }

    [TestMethod]
    [DataRow("{\"card_token\":\"tok_nobody\"}", "invalid_card_token")]
    [DataRow("{}", "required")]
    [DataRow("{\"refund\":true,\"card_token\":\"tok_ok\"}", "ambiguous_choice")]
    public async Task What_cannot_be_used_is_refused(string body, string code)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await DeclinedAsync(shop);

        using var answer = await GiveAsync(shop, session, JsonElement.Parse(body));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    public async Task A_silent_provider_is_no_answer_about_a_card()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await DeclinedAsync(shop);
        await shop.ControlAsync("/sandbox/faults", new { provider = "payouts", mode = "503", times = 1 });

        using var answer = await GiveAsync(shop, session, new { card_token = "tok_ok" });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
    }

    [TestMethod]
    public async Task Where_nothing_is_asked_nothing_is_taken()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await GiveAsync(shop, session, new { card_token = "tok_ok" });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "no_action_required");
    }

    [TestMethod]
    public async Task After_a_failed_refund_another_address_is_sent_to()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await RefundFailedAsync(shop);

        using var answer = await GiveAsync(shop, session, new { refund_address = Elsewhere });
        await Shop.ReadAsync(answer, HttpStatusCode.OK);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.WalkAsync(session);

        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual("refunded", sell.Text("phase"));
        CollectionAssert.AreEqual(
            new[] { "failed", Elsewhere + " sent" },
            sell.GetProperty("refunds").EnumerateArray().Select(r => r.Text("status") == "failed" ? "failed" : $"{r.Text("address")} {r.Text("status")}").ToArray());
    }

    [TestMethod]
    [DataRow("TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBg")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [DataRow("ours")]
    public async Task Where_crypto_would_be_lost_it_is_not_sent(string address)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await RefundFailedAsync(shop);
        var ours = (await shop.ReadSellAsync(session)).GetProperty("deposit").Text("address");

        using var answer = await GiveAsync(shop, session, new { refund_address = address == "ours" ? ours : address });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_refund_address");
    }

    private static Task<HttpResponseMessage> GiveAsync(Shop shop, OpenedSession session, object body) =>
        shop.PageAsync(session, HttpMethod.Post, "/payout_details", body);

    private static async Task<OpenedSession> DeclinedAsync(Shop shop)
    {
        var session = await shop.SellAsync(card: "tok_declined");
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);
        Assert.AreEqual("action_required", (await shop.ReadSellAsync(session)).Text("phase"));
        return session;
    }

    private static async Task<OpenedSession> RefundFailedAsync(Shop shop)
    {
        var session = await DeclinedAsync(shop);
        await shop.ControlAsync("/sandbox/refund_failures", new { address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" });
        using var wished = await GiveAsync(shop, session, new { refund = true });
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.WalkAsync(session);
        Assert.AreEqual("refund_failed", (await shop.ReadSellAsync(session)).Text("phase"));
        return session;
    }
}
