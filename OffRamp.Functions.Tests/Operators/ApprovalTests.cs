using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>What moves money or waives a check is not one person's to decide.</summary>
[TestClass]
public sealed partial class ApprovalTests
{
    [TestMethod]
    public async Task A_release_waits_for_a_second_operator_and_is_then_done()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);

        var approval = await AskAsync(shop, session, "release");
        var before = await PhaseAsync(shop, session);
        var decided = await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        Assert.AreEqual(("on_hold", "awaiting_deposit"), (before, await PhaseAsync(shop, session)));
        Assert.AreEqual(("sell.release", session.SellId, "local", "pending"), Told(approval));
        Assert.AreEqual("done", decided.GetProperty("state").GetString());
    }

    [TestMethod]
    public async Task Whoever_asked_cannot_agree()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");

        using var answer = await PostAsync(shop, approval, "approve", Shop.OperatorKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "same_operator");
        Assert.AreEqual("on_hold", await PhaseAsync(shop, session));
    }

    [TestMethod]
    public async Task An_approver_who_asks_needs_another_too()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release", Shop.ApproverKey);

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "same_operator");
    }

    [TestMethod]
    public async Task Who_is_no_approver_cannot_agree()
    {
        await using var shop = await OpenAsync();
        var approval = await AskAsync(shop, await HeldAsync(shop), "release", Shop.ApproverKey);

        using var answer = await PostAsync(shop, approval, "approve", Shop.OperatorKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    [TestMethod]
    public async Task A_sell_that_has_moved_on_makes_it_stale()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");
        await HearAsync(shop, session);

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "stale");
        Assert.AreEqual("stale", (await ListAsync(shop))[0].GetProperty("state").GetString());
    }

    [TestMethod]
    public async Task After_a_day_it_is_none_any_more()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");
        shop.Clock.Advance(TimeSpan.FromHours(24));

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual("expired", (await ListAsync(shop))[0].GetProperty("state").GetString());
        Assert.AreEqual("on_hold", await PhaseAsync(shop, session));
    }

    [TestMethod]
    public async Task What_was_rejected_is_not_done_and_not_decided_again()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");
        await DecideAsync(shop, approval, "reject", Shop.ApproverKey, HttpStatusCode.OK);

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual("on_hold", await PhaseAsync(shop, session));
    }

    [TestMethod]
    [DataRow("hold", HttpStatusCode.OK)]
    [DataRow("refund", HttpStatusCode.Conflict)]
    [DataRow("close_case", HttpStatusCode.Conflict)]
    public async Task What_moves_no_money_elsewhere_waits_for_nobody(string action, HttpStatusCode status)
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = action, ["case_id"] = "cas_1" });

        Assert.AreEqual(status, answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_refund_to_another_address_waits()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        await HearAsync(shop, session);

        using var answer = await shop.OperatorAsync(
            session, new JsonObject { ["action"] = "refund", ["refund_address"] = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf" });

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.AreEqual(0, (await shop.ReadSellAsync(session)).GetProperty("refunds").GetArrayLength());
    }

    [TestMethod]
    public async Task A_refund_of_what_is_held_for_a_look_waits_too()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "20000");
        await shop.WalkAsync(session);

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Assert.AreEqual(0, (await shop.ReadSellAsync(session)).GetProperty("refunds").GetArrayLength());
    }

    [TestMethod]
    public async Task What_cannot_be_done_waits_for_nobody()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "release" });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.IsEmpty(await ListAsync(shop));
    }

    [TestMethod]
    public async Task The_log_says_who_asked_and_who_agreed_to_what()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var approval = await AskAsync(shop, session, "release");
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        var log = (await shop.ReadAsOperatorAsync("/ops/api/audit")).GetProperty("data").EnumerateArray().Take(2)
            .Select(entry => $"{entry.GetProperty("operator")} {entry.GetProperty("action")} {entry.GetProperty("outcome")} {entry.GetProperty("sequence")}").ToArray();

        CollectionAssert.AreEqual(new[] { "local-approver approval.approved done 3", "local sell.release awaits_approval 3" }, log);
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));

    private static async Task<OpenedSession> HeldAsync(Shop shop)
    {
        var session = await shop.SellAsync();
        using var hold = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });
        Assert.AreEqual(HttpStatusCode.OK, hold.StatusCode);
        return session;
    }

    /// <summary>A held sell is told of its deposit by the custodian's notice alone.</summary>
    private static async Task HearAsync(Shop shop, OpenedSession session)
    {
        await shop.HearDepositAsync(session, new string('a', 64));
        await shop.WalkAsync(session);
    }

    private static async Task<JsonElement> AskAsync(Shop shop, OpenedSession session, string action, string who = Shop.OperatorKey)
    {
        var seen = (await shop.ReadSellAsync(session)).GetProperty("sequence").GetInt64();
        using var answer = await shop.OperatorAsync(
            $"/ops/api/sells/{session.SellId}/actions", new { action, seen_sequence = seen, reason = "because" }, who: who);
        return (await Shop.ReadAsync(answer, HttpStatusCode.Accepted)).GetProperty("approval");
    }

    private static async Task<JsonElement> DecideAsync(Shop shop, JsonElement approval, string decision, string who, HttpStatusCode expected)
    {
        using var answer = await PostAsync(shop, approval, decision, who);
        return await Shop.ReadAsync(answer, expected);
    }

    private static Task<HttpResponseMessage> PostAsync(Shop shop, JsonElement approval, string decision, string who) =>
        shop.OperatorAsync($"/ops/api/approvals/{approval.GetProperty("id").GetString()}", new { decision, reason = "looked at" }, who: who);

    private static (string?, string?, string?, string?) Told(JsonElement approval) =>
        (approval.Text("action"), approval.Text("subject"), approval.Text("requested_by"), approval.Text("state"));

    private static async Task<string?> PhaseAsync(Shop shop, OpenedSession session) => (await shop.ReadSellAsync(session)).Text("phase");

    private static async Task<JsonElement[]> ListAsync(Shop shop) => [.. (await shop.ReadAsOperatorAsync("/ops/api/approvals")).GetProperty("data").EnumerateArray()];
}
