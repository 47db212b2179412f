using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class ActOnSellTests
{
    [TestMethod]
    public async Task Of_two_operators_at_once_one_wins_and_the_other_is_stale()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var seen = (await shop.ReadSellAsync(session)).GetProperty("sequence").GetInt64();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.OperatorAsync(session, Action("hold"), seen)));

        Assert.HasCount(1, answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).ToList());
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await ProblemBody.ExpectAsync(refused, HttpStatusCode.Conflict, "stale");
        }

        Assert.HasCount(1, (await shop.EventsAsync(session)).Where(type => type == "sell.on_hold").ToList());
    }

    [TestMethod]
    public async Task Every_action_is_in_the_log_with_its_outcome()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var done = await shop.OperatorAsync(session, Action("hold").With("reason", "looks odd"), seen: null);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var refused = await shop.OperatorAsync(session, Action("cancel"));

        await ProblemBody.ExpectAsync(refused, HttpStatusCode.Conflict, "action_not_possible");
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/ops/api/audit");
        asked.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        using var answer = await shop.Client.SendAsync(asked);
        var entries = (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("data").EnumerateArray().ToList();
        CollectionAssert.AreEqual(
            new[] { $"local sell.cancel {session.SellId} 3 action_not_possible because", $"local sell.hold {session.SellId} 2 done looks odd" },
            entries.Select(e => $"{e.Text("operator")} {e.Text("action")} {e.Text("subject")} {e.GetProperty("sequence")} {e.Text("outcome")} {e.Text("reason")}").ToArray());
    }

    [TestMethod]
    public async Task A_returned_payout_is_paid_out_to_another_card_after_the_end()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await ReturnedAsync(shop);

        using var answer = await shop.OperatorAsync(session, Action("pay_out").With("card_token", "tok_ok"));
        var sell = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.HasCount(2, Sell(sell).GetProperty("payouts").EnumerateArray().ToList());
        using var again = await shop.OperatorAsync(session, Action("refund"));
        await ProblemBody.ExpectAsync(again, HttpStatusCode.Conflict, "payout_unresolved");
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);

        sell = await shop.ReadSellAsync(session);
        Assert.AreEqual("completed", sell.Text("status"));
        CollectionAssert.AreEqual(new[] { "returned", "settled" }, sell.GetProperty("payouts").EnumerateArray().Select(p => p.Text("status")).ToArray());
    }

    [TestMethod]
    public async Task A_returned_payout_is_refunded_where_the_operator_says()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await ReturnedAsync(shop);
        const string elsewhere = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

        using var answer = await shop.OperatorAsync(session, Action("refund").With("refund_address", elsewhere));
        await Shop.ReadAsync(answer, HttpStatusCode.OK);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.WalkAsync(session);

        var refund = (await shop.ReadSellAsync(session)).GetProperty("refunds").EnumerateArray().Single();
        Assert.AreEqual((elsewhere, "sent", "250"), (refund.Text("address"), refund.Text("status"), refund.Text("amount")));
    }

    [TestMethod]
    public async Task An_operators_cancel_answers_when_it_is_decided()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await shop.OperatorAsync(session, Action("cancel"));

        Assert.AreEqual("cancelled", Sell(await Shop.ReadAsync(answer, HttpStatusCode.OK)).Text("status"));
    }

    [TestMethod]
    public async Task Everything_wrong_with_an_action_is_said()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var empty = await SendAsync(shop, session.SellId, new());
        using var unknown = await SendAsync(shop, "sell_" + new string('0', 26), Action("hold"));
        using var card = await shop.OperatorAsync(session, Action("pay_out").With("card_token", "tok_nobody"));
        using var deposit = await shop.OperatorAsync(session, Action("match_deposit"));

        CollectionAssert.AreEqual(
            new[] { "action", "seen_sequence", "reason" }, (await ProblemBody.ReadAsync(empty)).Errors.Select(error => error.Path).ToArray());
        await ProblemBody.ExpectAsync(unknown, HttpStatusCode.NotFound, "not_found");
        await ProblemBody.ExpectAsync(card, HttpStatusCode.UnprocessableEntity, "invalid_card_token");
        CollectionAssert.AreEqual(
            new[] { "tx_hash", "log_index" }, (await ProblemBody.ReadAsync(deposit)).Errors.Select(error => error.Path).ToArray());
    }

    private static JsonObject Action(string name) => new() { ["action"] = name };

    private static async Task<OpenedSession> ReturnedAsync(Shop shop)
    {
        var session = await shop.SellAsync(card: "tok_returned");
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);
        var payout = (await shop.ReadSellAsync(session)).GetProperty("payouts").EnumerateArray().Single();
        Assert.AreEqual("settled", payout.Text("status"));
        await shop.PayoutComesBackAsync(session, payout);
        return session;
    }

    private static async Task<HttpResponseMessage> SendAsync(Shop shop, string sellId, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ops/api/sells/{sellId}/actions");
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        return await shop.Client.SendAsync(request);
    }

    private static JsonElement Sell(JsonElement shown) => shown.GetProperty("sell");
}
