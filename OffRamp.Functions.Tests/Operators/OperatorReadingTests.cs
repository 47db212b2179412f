using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class OperatorReadingTests
{
    [TestMethod]
    public async Task A_sell_is_shown_with_its_ledger_its_notices_and_its_orchestration()
    {
        await using var app = await NoticeApp.WithSellAsync();
        using var answer = await app.DepositsAsync(app.Deposit(), "msg_one");
        await app.Service<Advance>().RunAsync(app.Sell.Id, null, default);
        app.Durable.Instance = Instance(app.Sell.Id.ToString(), OrchestrationRuntimeStatus.Running);

        var shown = await app.OperatorReadsAsync($"/ops/api/sells/{app.Sell.Id}");

        Assert.AreEqual("paying_out", shown.GetProperty("sell").Text("phase"));
        var entries = shown.GetProperty("ledger").GetProperty("entries").EnumerateArray().ToList();
        CollectionAssert.AreEquivalent(new[] { "-250", "250" }, entries.Select(entry => entry.Text("amount")).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "received -250", "held 250" },
            shown.GetProperty("ledger").GetProperty("balances").EnumerateArray().Select(b => $"{b.Text("account")} {b.Text("amount")}").ToArray());
        var notice = shown.GetProperty("notices").EnumerateArray().Single();
        Assert.AreEqual("msg_one", notice.Text("webhook_id"));
        Assert.IsGreaterThan(2, notice.GetProperty("taken_at_sequence").GetInt64());
        Assert.AreEqual("abc1", notice.GetProperty("fact").Text("tx_hash"));
        Assert.AreEqual("running", shown.GetProperty("orchestration").Text("runtime_status"));
        Assert.AreEqual(4, shown.GetProperty("webhook_attempts").GetArrayLength());
    }

    [TestMethod]
    [DataRow(SellPhase.AwaitingDeposit, 0, "")]
    [DataRow(SellPhase.Expired, 1, "-r1")]
    public async Task A_sell_is_shown_also_when_the_durable_api_is_silent(object phase, int recovery, string which)
    {
        await using var app = await NoticeApp.WithSellAsync(A.Sell() with { Phase = (SellPhase)phase, Recovery = recovery });
        app.Durable.Answer = null;

        var shown = await app.OperatorReadsAsync($"/ops/api/sells/{app.Sell.Id}");

        Assert.AreEqual(("unknown", app.Sell.Id + which), (shown.GetProperty("orchestration").Text("runtime_status"), shown.GetProperty("orchestration").Text("instance_id")));
    }

    [TestMethod]
    public async Task What_a_user_gave_is_named_and_not_shown()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var card = new NewCard("n|card", app.Clock.GetUtcNow(), new("tok_secret", "visa", "4242"));
        await app.Service<SellStore>().AddToInboxAsync(app.Sell.Id, SellRows.Of(app.Sell.Id, card), default);

        using var answer = await app.OperatorAsksAsync($"/ops/api/sells/{app.Sell.Id}");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"kind\":\"card\"", text);
        Assert.DoesNotContain("tok_", text);
    }

    [TestMethod]
    public async Task Unmatched_notices_are_listed_newest_first()
    {
        await using var app = await NoticeApp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await app.DepositsAsync(app.Deposit(), $"msg_{i}");
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await app.OperatorReadsAsync("/ops/api/notices/unmatched?limit=2");
        var second = await app.OperatorReadsAsync($"/ops/api/notices/unmatched?limit=2&cursor={first.Text("next_cursor")}");

        CollectionAssert.AreEqual(new[] { "msg_2", "msg_1" }, WebhookIds(first));
        CollectionAssert.AreEqual(new[] { "msg_0" }, WebhookIds(second));
        var notice = first.GetProperty("data")[0];
        Assert.AreEqual("no_sell", notice.Text("reason"));
        Assert.AreEqual("0xABC1", notice.GetProperty("notice").GetProperty("data").Text("tx_hash"));
        StringAssert.StartsWith(notice.Text("id"), "ntc_");
    }

    [TestMethod]
    public async Task An_orchestration_is_shown_without_what_it_was_given()
    {
        await using var app = await NoticeApp.StartAsync();
        app.Durable.Instance = Instance("sell_1", OrchestrationRuntimeStatus.Failed);

        using var answer = await app.OperatorAsksAsync("/ops/api/orchestrations/sell_1");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"runtime_status\":\"failed\"", text);
        Assert.Contains("\"custom_status\":\"paying_out\"", text);
        Assert.DoesNotContain("secret", text);
    }

    [TestMethod]
    public async Task What_an_orchestration_has_done_is_shown_without_what_was_given_and_answered()
    {
        await using var app = await NoticeApp.StartAsync();
        app.Durable.History = FakeOrchestrations.HistoryOf("sell_1");

        var history = await app.OperatorReadsAsync("/ops/api/orchestrations/sell_1/history");

        CollectionAssert.AreEqual(
            new[] { "ExecutionStarted Sell", "TaskScheduled AdvanceSell", "TaskCompleted ", "EventRaised DepositReceived" },
            history.GetProperty("data").EnumerateArray().Select(one => $"{one.Text("type")} {one.Text("name")}").ToArray());
        Assert.DoesNotContain("its ", history.ToString());
    }

    [TestMethod]
    public async Task Orchestrations_are_listed_newest_first()
    {
        await using var app = await NoticeApp.StartAsync();
        app.Durable.Instances = [Instance("sell_1", OrchestrationRuntimeStatus.Running, 1), Instance("sell_3", OrchestrationRuntimeStatus.Running, 3), Instance("sell_2", OrchestrationRuntimeStatus.Running, 2)];

        var first = await app.OperatorReadsAsync("/ops/api/orchestrations?runtime_status=running&limit=2");
        var second = await app.OperatorReadsAsync($"/ops/api/orchestrations?runtime_status=running&limit=2&cursor={first.Text("next_cursor")}");

        CollectionAssert.AreEqual(new[] { "sell_3", "sell_2" }, InstanceIds(first));
        CollectionAssert.AreEqual(new[] { "sell_1" }, InstanceIds(second));
        Assert.AreEqual("list Running", app.Durable.Asked[0]);
    }

    [TestMethod]
    [DataRow("/ops/api/sells/sell_00000000000000000000000000", 404, "not_found")]
    [DataRow("/ops/api/sells/nonsense", 404, "not_found")]
    [DataRow("/ops/api/orchestrations/none", 404, "not_found")]
    [DataRow("/ops/api/orchestrations/none/history", 404, "not_found")]
    [DataRow("/ops/api/orchestrations/a%20b", 404, "not_found")]
    [DataRow("/ops/api/orchestrations?runtime_status=asleep", 422, "not_supported")]
    public async Task What_cannot_be_shown_is_refused(string path, int status, string code)
    {
        await using var app = await NoticeApp.StartAsync();
        app.Durable.Answer = HttpStatusCode.NotFound;

        using var answer = await app.OperatorAsksAsync(path);

        await ProblemBody.ExpectAsync(answer, (HttpStatusCode)status, code);
    }

    [TestMethod]
    [DataRow("/ops/api/orchestrations/sell_1")]
    [DataRow("/ops/api/orchestrations/sell_1/history")]
    [DataRow("/ops/api/orchestrations")]
    public async Task A_silent_durable_api_is_said_to_be_silent(string path)
    {
        await using var app = await NoticeApp.StartAsync();
        app.Durable.Answer = HttpStatusCode.InternalServerError;

        using var answer = await app.OperatorAsksAsync(path);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "orchestrations_unavailable");
        Assert.DoesNotContain("Some.Where", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("/ops/api/sells?queue=case")]
    [DataRow("/ops/api/sells/sell_00000000000000000000000000")]
    [DataRow("/ops/api/find?reference=a")]
    [DataRow("/ops/api/notices/unmatched")]
    [DataRow("/ops/api/orchestrations")]
    [DataRow("/ops/api/orchestrations/sell_1")]
    public async Task Nobody_but_operators_reads(string path)
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.Client.GetAsync(path);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static string?[] WebhookIds(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(item => item.Text("webhook_id"))];

    private static string?[] InstanceIds(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(item => item.Text("instance_id"))];

    private static OrchestrationMetadata Instance(string id, OrchestrationRuntimeStatus status, int day = 1)
    {
        var at = new DateTimeOffset(2030, 1, day, 0, 0, 0, TimeSpan.Zero);
        return new("Sell", id)
        {
            RuntimeStatus = status,
            CreatedAt = at,
            LastUpdatedAt = at,
            SerializedInput = "\"secret\"",
            SerializedOutput = "\"secret\"",
            SerializedCustomStatus = "\"payingOut\"",
        };
    }
}
