using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>A notice that nobody could use, and an operator who knows whose it is.</summary>
[TestClass]
public sealed partial class ProcessNoticeTests
{
    [TestMethod]
    public async Task A_deposit_counts_with_what_the_custodian_says_and_not_with_what_the_notice_says()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"), "9000 or so");

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        var sell = Sell(await Shop.ReadAsync(answer, HttpStatusCode.OK));
        Assert.AreEqual(("250", "250"), (sell.Text("received_amount"), sell.GetProperty("deposits")[0].Text("amount")));
        Assert.IsEmpty(await UnmatchedAsync(shop));
    }

    [TestMethod]
    public async Task The_log_says_who_why_and_what_the_provider_said()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var hash = await shop.DepositAsync(session, "250");
        var notice = await shop.SetAsideAsync(hash);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        var entry = (await shop.ReadAsOperatorAsync("/ops/api/audit")).GetProperty("data")[0];
        Assert.AreEqual(("local", "notice.process", notice, "the user showed it", "done"), (entry.Text("operator"), entry.Text("action"), entry.Text("subject"), entry.Text("reason"), entry.Text("outcome")));
        Assert.AreEqual($"{session.SellId}: TRC20 {hash} #0, 250 of TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t, confirmed", entry.Text("seen"));
    }

    [TestMethod]
    public async Task It_is_processed_once()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));

        using var first = await ProcessAsync(shop, notice, session.SellId, key: "one");
        using var replayed = await ProcessAsync(shop, notice, session.SellId, key: "one");
        using var again = await ProcessAsync(shop, notice, session.SellId, key: "two");

        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, replayed.StatusCode));
        Assert.IsTrue(replayed.Headers.Contains("Idempotency-Replayed"));
        await ProblemBody.ExpectAsync(again, HttpStatusCode.Conflict, "notice_processed");
    }

    [TestMethod]
    public async Task Two_notices_of_one_transfer_are_one_deposit()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var hash = await shop.DepositAsync(session, "250");
        var (one, other) = (await shop.SetAsideAsync(hash, "lots"), await shop.SetAsideAsync(hash, "much"));

        using var first = await ProcessAsync(shop, one, session.SellId);
        using var second = await ProcessAsync(shop, other, session.SellId);

        var sell = Sell(await Shop.ReadAsync(second, HttpStatusCode.OK));
        Assert.AreEqual(("250", 1), (sell.Text("received_amount"), sell.GetProperty("deposits").GetArrayLength()));
        Assert.IsEmpty(await UnmatchedAsync(shop));
    }

    [TestMethod]
    public async Task What_the_custodian_does_not_list_at_the_sells_address_is_not_counted_and_stays_in_the_list()
    {
        await using var shop = await Shop.OpenAsync();
        var (session, other) = (await shop.SellAsync(), await shop.SellAsync(Bodies.Proof("user-2", "ben+verified@example.com")));
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(other, "250"));

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        CollectionAssert.AreEqual(new[] { notice }, await UnmatchedAsync(shop));
    }

    [TestMethod]
    public async Task A_silent_custodian_decides_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", call = "GET /deposits", mode = "503", times = 1 });

        using var silent = await ProcessAsync(shop, notice, session.SellId, key: "one");
        using var answer = await ProcessAsync(shop, notice, session.SellId, key: "one");

        await ProblemBody.ExpectAsync(silent, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    public async Task A_payout_settles_by_its_providers_word()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await PaidOutAsync(shop, "tok_silent");
        var notice = await PayoutNoticeAsync(shop, await PayoutIdAsync(shop, session), "1000000.00 or less");

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        var sell = Sell(await Shop.ReadAsync(answer, HttpStatusCode.OK));
        Assert.AreEqual(("completed", "227.70"), (sell.Text("status"), sell.GetProperty("payouts")[0].Text("amount")));
        Assert.IsEmpty(await UnmatchedAsync(shop));
    }

    [TestMethod]
    public async Task A_payout_that_is_under_way_is_no_news()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await PaidOutAsync(shop, "tok_slow");
        var notice = await PayoutNoticeAsync(shop, await PayoutIdAsync(shop, session));

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual("processing", (await shop.ReadSellAsync(session)).Text("status"));
    }

    [TestMethod]
    public async Task Another_sells_payout_is_none_of_this_one()
    {
        await using var shop = await Shop.OpenAsync();
        var (session, other) = (await PaidOutAsync(shop, "tok_silent"), await PaidOutAsync(shop, "tok_silent", "user-2", "ben+verified@example.com"));
        var notice = await PayoutNoticeAsync(shop, await PayoutIdAsync(shop, other));

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        CollectionAssert.AreEqual(new[] { notice }, await UnmatchedAsync(shop));
    }

    [TestMethod]
    public async Task Where_a_user_stands_is_the_kyc_providers_word()
    {
        await using var shop = await Shop.OpenAsync();
        var (session, notice) = await VerifiedAsync(shop);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        using var status = await shop.PartnerAsync(HttpMethod.Get, "/widget/users/user-123/kyc-status");
        Assert.AreEqual("rejected", (await Shop.ReadAsync(status, HttpStatusCode.OK)).Text("status"));
    }

    [TestMethod]
    public async Task Where_approvals_are_on_a_second_operator_agrees_first()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await shop.SellAsync();
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));

        using var asked = await ProcessAsync(shop, notice, session.SellId);
        var approval = (await Shop.ReadAsync(asked, HttpStatusCode.Accepted)).GetProperty("approval");
        var before = ((await shop.ReadSellAsync(session)).Text("received_amount"), (await UnmatchedAsync(shop)).Length);
        using var decided = await shop.OperatorAsync($"/ops/api/approvals/{approval.Text("id")}", new { decision = "approve", reason = "seen" }, who: Shop.ApproverKey);

        Assert.AreEqual(("notice.process", notice, "pending"), (approval.Text("action"), approval.Text("subject"), approval.Text("state")));
        Assert.AreEqual(("0", 1), before);
        Assert.AreEqual("done", (await Shop.ReadAsync(decided, HttpStatusCode.OK)).Text("state"));
        Assert.AreEqual(("250", 0), ((await shop.ReadSellAsync(session)).Text("received_amount"), (await UnmatchedAsync(shop)).Length));
    }

    [TestMethod]
    public async Task Where_the_sell_has_moved_on_since_nothing_is_agreed_to()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await shop.SellAsync();
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));
        using var asked = await ProcessAsync(shop, notice, session.SellId);
        var approval = (await Shop.ReadAsync(asked, HttpStatusCode.Accepted)).GetProperty("approval");
        using var hold = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });

        using var decided = await shop.OperatorAsync($"/ops/api/approvals/{approval.Text("id")}", new { decision = "approve", reason = "seen" }, who: Shop.ApproverKey);

        await ProblemBody.ExpectAsync(decided, HttpStatusCode.Conflict, "stale");
        CollectionAssert.AreEqual(new[] { notice }, await UnmatchedAsync(shop));
    }

    [TestMethod]
    [DataRow("ntc_00000000000000000000000000")]
    [DataRow("msg_1")]
    public async Task What_is_no_notice_is_not_found(string id)
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        using var answer = await ProcessAsync(shop, id, session.SellId);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [TestMethod]
    [DataRow("sell_00000000000000000000000000", "because", "not_found")]
    [DataRow(null, "because", "required")]
    [DataRow("", "", "validation_failed")]
    public async Task A_sell_that_there_is_and_a_reason_are_required(string? sell, string reason, string code)
    {
        await using var shop = await Shop.OpenAsync();
        var notice = await shop.SetAsideAsync(new string('a', 64));

        using var answer = await shop.OperatorAsync($"/ops/api/notices/unmatched/{notice}/process", new { sell_id = sell, reason });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }
}
