using System.Text.Json;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

[TestClass]
public sealed class SandboxPayoutTests
{
    [TestMethod]
    public async Task A_payout_settles_and_a_signed_notice_says_so()
    {
        await using var stage = await SandboxStage.StartAsync();

        var accepted = await stage.PayOutAsync("tok_ok");
        var notice = await stage.Receiver.NextAsync();
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual(202, accepted.Status);
        Assert.IsTrue(notice.IsSignedRight);
        Assert.AreEqual(("payouts", "payout.settled", "pay_1", "91.08", "EUR"),
            (notice.Kind, notice.Type, notice["payout_id"], notice["amount"], notice["currency"]));
        Assert.AreEqual(accepted["provider_reference"], notice["provider_reference"]);
        Assert.AreEqual(JsonValueKind.Null, notice.Data.GetProperty("failure_code").ValueKind);
        Assert.AreEqual("2030-01-01T12:00:00Z", notice["occurred_at"]);
        Assert.AreEqual(stage.Clock.GetUtcNow(), notice.Timestamp);
        Assert.AreEqual("settled", asked["status"]);
    }

    [TestMethod]
    [DataRow("tok_declined", "card_declined", true)]
    [DataRow("tok_closed", "account_closed", false)]
    public async Task A_refused_card_fails_and_says_whether_new_details_can_help(string card, string code, bool canHelp)
    {
        await using var stage = await SandboxStage.StartAsync();

        var accepted = await stage.PayOutAsync(card);
        var notice = await stage.Receiver.NextAsync();
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual(202, accepted.Status);
        Assert.AreEqual(("payout.failed", code, canHelp),
            (notice.Type, notice["failure_code"], notice.Data.GetProperty("retryable_with_new_details").GetBoolean()));
        Assert.AreEqual(("failed", code, canHelp),
            (asked["status"], asked["failure_code"], asked.Json.GetProperty("retryable_with_new_details").GetBoolean()));
    }

    [TestMethod]
    public async Task A_slow_payout_settles_after_30_seconds_of_the_shared_clock()
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PayOutAsync("tok_slow");
        await stage.BeQuietAsync();
        var due = stage.Server.NextDue;
        stage.Clock.Advance(TimeSpan.FromSeconds(29));
        var before = await stage.GetAsync("/payouts/pay_1");
        await stage.BeQuietAsync();
        var heardBefore = stage.Receiver.Waiting;
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var notice = await stage.Receiver.NextAsync();

        Assert.AreEqual(new DateTimeOffset(2030, 1, 1, 12, 0, 30, TimeSpan.Zero), due);
        Assert.AreEqual(("accepted", 0), (before["status"], heardBefore));
        Assert.AreEqual(("payout.settled", "2030-01-01T12:00:30Z"), (notice.Type, notice["occurred_at"]));
        Assert.IsNull(stage.Server.NextDue);
    }

    [TestMethod]
    public async Task A_flaky_payout_is_turned_away_twice_and_then_accepted_once()
    {
        await using var stage = await SandboxStage.StartAsync();

        var first = await stage.PayOutAsync("tok_flaky");
        var asked = await stage.GetAsync("/payouts/pay_1");
        var second = await stage.PayOutAsync("tok_flaky");
        var third = await stage.PayOutAsync("tok_flaky");
        var payouts = await stage.ListAsync("payouts");

        Assert.AreEqual((503, 404, 503, 202), (first.Status, asked.Status, second.Status, third.Status));
        Assert.HasCount(1, payouts);
    }

    [TestMethod]
    public async Task A_payout_whose_answer_never_arrives_is_accepted_all_the_same()
    {
        await using var stage = await SandboxStage.StartAsync();

        using var givingUp = new CancellationTokenSource();
        var call = stage.SendAsync(HttpMethod.Post, "/payouts",
            """{"payout_id":"pay_1","amount":"5","currency":"USD","card_token":"tok_timeout_accepted"}""", "key-1", cancel: givingUp.Token);
        var notice = await stage.Receiver.NextAsync();
        var wasAnswered = call.IsCompleted;
        await stage.BeQuietAsync();
        await givingUp.CancelAsync();
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.IsFalse(wasAnswered);
        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.AreEqual(("payout.settled", "settled"), (notice.Type, asked["status"]));
    }

    [TestMethod]
    public async Task A_silent_payout_settles_without_a_notice()
    {
        await using var stage = await SandboxStage.StartAsync();

        await stage.PayOutAsync("tok_silent");
        await stage.BeQuietAsync();
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual("settled", asked["status"]);
        Assert.AreEqual(0, stage.Receiver.Waiting);
    }

    [TestMethod]
    public async Task A_settled_payout_comes_back_once_when_the_bank_returns_it()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PayOutAsync("tok_returned");
        var settled = await stage.Receiver.NextAsync();

        var returned = await stage.PostAsync("/sandbox/payouts/pay_1/return");
        var again = await stage.PostAsync("/sandbox/payouts/pay_1/return");
        var notice = await stage.Receiver.NextAsync();
        await stage.BeQuietAsync();
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual("payout.settled", settled.Type);
        Assert.AreEqual((200, 200), (returned.Status, again.Status));
        Assert.AreEqual(("payout.returned", "returned_by_bank"), (notice.Type, notice["failure_code"]));
        Assert.AreEqual(("returned", 0), (asked["status"], stage.Receiver.Waiting));
    }

    [TestMethod]
    public async Task Any_payout_that_left_comes_back_in_whole_or_in_part()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PayOutAsync("tok_slow");
        await stage.PayOutAsync("tok_declined", "pay_2", "key-2");

        var tooMuch = await stage.PostAsync("/sandbox/payouts/pay_1/return", new { amount = "91.09" });
        var early = await stage.PostAsync("/sandbox/payouts/pay_1/return", new { amount = "90.00" });
        var failed = await stage.PostAsync("/sandbox/payouts/pay_2/return");
        var unknown = await stage.PostAsync("/sandbox/payouts/pay_3/return");
        var asked = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual((422, 200, 409, 404), (tooMuch.Status, early.Status, failed.Status, unknown.Status));
        Assert.AreEqual(("returned", "90.00"), (asked["status"], asked["amount"]));
    }

    [TestMethod]
    public async Task A_short_return_settles_and_then_comes_back_less_a_fee()
    {
        await using var stage = await SandboxStage.StartAsync();
        await stage.PostAsync("/sandbox/faults", new { provider = "payouts", mode = "short_return" });
        await stage.PayOutAsync("tok_ok");

        var settled = await stage.GetAsync("/payouts/pay_1");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var back = await stage.GetAsync("/payouts/pay_1");

        Assert.AreEqual(("settled", "91.08", "returned", "88.58"), (settled["status"], settled["amount"], back["status"], back["amount"]));
    }

    [TestMethod]
    public async Task The_same_key_gets_the_same_answer_and_has_one_effect()
    {
        await using var stage = await SandboxStage.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stage.PayOutAsync("tok_ok")));
        await stage.Receiver.NextAsync();
        await stage.BeQuietAsync();
        var payouts = await stage.ListAsync("payouts");
        var calls = await stage.ListAsync("calls");

        Assert.HasCount(1, answers.Select(answer => answer.Text).Distinct());
        Assert.AreEqual(9, answers.Count(answer => answer.IsReplay));
        Assert.HasCount(1, payouts);
        Assert.AreEqual(("pay_1", "91.08", "EUR", "settled"), (payouts[0].GetProperty("payout_id").GetString(),
            payouts[0].GetProperty("amount").GetString(), payouts[0].GetProperty("currency").GetString(), payouts[0].GetProperty("status").GetString()));
        Assert.AreEqual(0, stage.Receiver.Waiting);
        Assert.HasCount(10, calls.Where(call => call.GetProperty("path").GetString() == "/payouts"
            && call.GetProperty("method").GetString() == "POST" && call.GetProperty("idempotency_key").GetString() == "key-1"));
    }

    [TestMethod]
    public async Task A_payout_id_has_one_effect_whatever_the_key()
    {
        await using var stage = await SandboxStage.StartAsync();

        var first = await stage.PayOutAsync("tok_ok", key: "key-1");
        var second = await stage.PayOutAsync("tok_ok", key: "key-2");
        var other = await stage.PayOutAsync("tok_slow", key: "key-3");
        var keyReused = await stage.PayOutAsync("tok_ok", payoutId: "pay_2", key: "key-1");
        var payouts = await stage.ListAsync("payouts");

        Assert.AreEqual(first["provider_reference"], second["provider_reference"]);
        Assert.AreEqual((409, "payout_id_reused"), (other.Status, other["code"]));
        Assert.AreEqual((422, "idempotency_key_reused"), (keyReused.Status, keyReused["code"]));
        Assert.HasCount(1, payouts);
    }

    [TestMethod]
    public async Task Cards_are_known_by_their_token()
    {
        await using var stage = await SandboxStage.StartAsync();

        var card = await stage.GetAsync("/cards/tok_ok");
        var unknown = await stage.GetAsync("/cards/tok_nobody");
        var payout = await stage.PayOutAsync("tok_nobody");

        Assert.AreEqual(("visa", "4242", true), (card["brand"], card["last4"], card.Json.GetProperty("expiry_ok").GetBoolean()));
        Assert.AreEqual((404, "card_not_found"), (unknown.Status, unknown["code"]));
        Assert.AreEqual((404, "card_not_found"), (payout.Status, payout["code"]));
    }
}
