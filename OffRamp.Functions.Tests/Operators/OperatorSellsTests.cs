using System.Net;
using System.Text.Json;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class OperatorSellsTests
{
    [TestMethod]
    public async Task A_risky_deposit_brings_its_sell_into_the_queue_of_holds()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var notice = app.Deposit();
        notice["data"]!["risk"] = "high";
        app.Durable.Answer = HttpStatusCode.NotFound;

        using var answer = await app.DepositsAsync(notice);

        var item = (await app.OperatorReadsAsync("/ops/api/sells?queue=on_hold")).GetProperty("data").EnumerateArray().Single();
        Assert.AreEqual(app.Sell.Id.ToString(), item.GetProperty("sell").Text("id"));
        Assert.AreEqual("compliance_review", item.GetProperty("sell").Text("hold_reason"));
        Assert.AreEqual(app.Sell.PartnerId.ToString(), item.Text("partner_id"));
    }

    [TestMethod]
    public async Task A_sell_leaves_its_queue_when_it_goes_on()
    {
        await using var app = await NoticeApp.WithSellAsync(OnHold());
        var before = await IdsAsync(app, "on_hold");
        await app.Service<SellStore>().AddToInboxAsync(app.Sell.Id, SellRows.Of(app.Sell.Id, Settled(app)), default);

        await app.Service<Advance>().RunAsync(app.Sell.Id, null, default);

        Assert.HasCount(1, before);
        Assert.HasCount(0, await IdsAsync(app, "on_hold"));
        Assert.HasCount(0, await app.RowsAsync(StorageNames.Index, QueueIndex.Queue("on_hold"), "0"));
    }

    [TestMethod]
    public async Task A_queue_is_read_page_by_page_newest_first_and_skips_what_is_not_in_it()
    {
        await using var app = await NoticeApp.StartAsync();
        var sells = Enumerable.Range(0, 5).Select(i => OnHold() with { Id = new SellId(Id26.New(A.Start.AddMinutes(i))) }).ToList();
        foreach (var sell in sells)
        {
            await app.AddAsync(sell);
        }

        foreach (var stray in new[] { A.Start.AddMinutes(2.5), A.Start.AddMinutes(9) })
        {
            await app.Service<TableStore>().Table(StorageNames.Index).InsertAsync(
                new Row(QueueIndex.Queue("on_hold"), QueueIndex.RowOf(new SellId(Id26.New(stray)))));
        }

        var ids = new List<string?>();
        var path = "/ops/api/sells?queue=on_hold&limit=2";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.OperatorReadsAsync(path + cursor);
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("sell").Text("id")));
            cursor = page.GetProperty("has_more").GetBoolean() ? "&cursor=" + page.Text("next_cursor") : null;
        }

        CollectionAssert.AreEqual(sells.Select(sell => sell.Id.ToString()).Reverse().ToArray(), ids);
    }

    [TestMethod]
    public async Task A_late_deposit_is_found_in_its_queue_and_among_the_cases()
    {
        await using var app = await NoticeApp.WithSellAsync(A.Sell() with { Phase = SellPhase.Expired, Status = SellStatus.Failed });
        app.Durable.Answer = HttpStatusCode.Gone;

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.HasCount(1, await IdsAsync(app, "late"));
        Assert.HasCount(1, await IdsAsync(app, "case"));
        Assert.HasCount(0, await IdsAsync(app, "on_hold"));
    }

    [TestMethod]
    public async Task A_sell_that_did_not_keep_its_promise_is_stuck()
    {
        await using var app = await NoticeApp.WithSellAsync(A.Sell() with { WakeAt = A.Start + TimeSpan.FromMinutes(30) });
        await app.Service<OpenSells>().PromiseAsync(app.Sell.Id, app.Sell.WakeAt, default);

        app.Clock.SetUtcNow(app.Sell.WakeAt + TimeSpan.FromMinutes(2));
        var early = await IdsAsync(app, "stuck");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.HasCount(0, early);
        Assert.HasCount(1, await IdsAsync(app, "stuck"));
    }

    [TestMethod]
    public async Task A_sell_whose_webhooks_were_given_up_is_in_the_queue_until_it_is_taken_out()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var queues = new QueueIndex(app.Service<TableStore>());

        await queues.EnterAsync(Queues.WebhookDead, app.Sell.Id, default);
        var entered = await IdsAsync(app, "webhook_dead");
        await queues.LeaveAsync(Queues.WebhookDead, app.Sell.Id, default);
        await queues.LeaveAsync(Queues.WebhookDead, app.Sell.Id, default);

        Assert.HasCount(1, entered);
        Assert.HasCount(0, await IdsAsync(app, "webhook_dead"));
    }

    [TestMethod]
    [DataRow("/ops/api/sells", "required")]
    [DataRow("/ops/api/sells?queue=lost", "not_supported")]
    [DataRow("/ops/api/sells?queue=case&limit=0", "out_of_range")]
    [DataRow("/ops/api/sells?queue=case&cursor=x", "invalid_cursor")]
    public async Task A_question_that_makes_no_sense_is_refused(string path, string code)
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.OperatorAsksAsync(path);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    public void A_failed_refund_of_an_excess_is_a_matter_for_operators_though_the_sell_is_paid()
    {
        var refund = A.Refund() with { Status = RefundStatus.Failed };
        var sell = A.Sell() with { Phase = SellPhase.Paid, Status = SellStatus.Completed, Refunds = [refund] };

        Assert.IsTrue(QueueRules.Of(sell).SetEquals([Queues.RefundFailed]));
        Assert.HasCount(0, QueueRules.Of(A.Sell()));
        Assert.IsTrue(QueueRules.Of(A.Sell() with { Phase = SellPhase.ActionRequired }).SetEquals([Queues.ActionRequired]));
    }

    private static Sell OnHold()
    {
        var sell = A.Sell();
        return sell with
        {
            Phase = SellPhase.OnHold,
            Status = SellStatus.Processing,
            HoldReason = HoldReasons.PayoutUnresolved,
            Payouts =
            [
                new Payout
                {
                    Id = $"pay_{sell.Id.Id}_1", Attempt = 1, Status = PayoutStatus.Submitted, Amount = sell.Quote.FiatAmount,
                    Converts = sell.Quote.CryptoAmount, Card = sell.Card, SubmittedAt = A.Start, AskAt = A.Start + TimeSpan.FromHours(1),
                },
            ],
        };
    }

    private static PayoutNotice Settled(NoticeApp app) => new("n|p|x", app.Clock.GetUtcNow(), new()
    {
        PayoutId = app.Sell.LastPayout!.Id,
        Status = PayoutStatus.Settled,
    });

    private static async Task<List<string?>> IdsAsync(NoticeApp app, string queue) =>
        [.. (await app.OperatorReadsAsync($"/ops/api/sells?queue={queue}")).GetProperty("data").EnumerateArray()
            .Select(item => item.GetProperty("sell").Text("id"))];
}
