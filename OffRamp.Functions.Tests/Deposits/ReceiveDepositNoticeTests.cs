using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Deposits;

[TestClass]
public sealed class ReceiveDepositNoticeTests
{
    [TestMethod]
    public async Task A_notice_is_kept_with_its_sell_which_is_told()
    {
        await using var app = await NoticeApp.WithSellAsync();

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        var row = (await app.InboxAsync()).Single();
        Assert.AreEqual("n|d|TRC20|abc1|0|deposit.confirmed", row.RowKey);
        Assert.AreEqual(app.Clock.GetUtcNow(), row.GetDateTimeOffset("ReceivedAt"));
        Assert.Contains($"raise DepositReceived {app.Sell.Id}", app.Durable.Asked);
    }

    [TestMethod]
    public async Task One_deposit_reported_thirty_times_at_once_is_one_deposit()
    {
        await using var app = await NoticeApp.WithSellAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30)
            .Select(i => app.DepositsAsync(app.Deposit(), i % 2 == 0 ? "msg_same" : $"msg_other_{i}")));

        Assert.IsTrue(answers.All(answer => answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK));
        Assert.IsGreaterThanOrEqualTo(14, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.HasCount(1, await app.InboxAsync());
        await app.Service<Advance>().RunAsync(app.Sell.Id, null, default);
        var sell = await app.ReadAsync();
        Assert.HasCount(1, sell.Deposits);
        Assert.AreEqual("250", sell.Received.ToString());
        Assert.HasCount(0, await app.UnmatchedAsync());
    }

    [TestMethod]
    public async Task A_repeated_webhook_id_has_no_effect_whatever_it_says()
    {
        await using var app = await NoticeApp.WithSellAsync();
        using var first = await app.DepositsAsync(app.Deposit("deposit.seen", confirmations: 1), "msg_one");

        using var same = await app.DepositsAsync(app.Deposit("deposit.seen", confirmations: 1), "msg_one");
        using var other = await app.DepositsAsync(app.Deposit(), "msg_one");

        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, same.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, other.StatusCode);
        Assert.HasCount(1, await app.InboxAsync());
    }

    [TestMethod]
    public async Task Another_watcher_with_the_same_words_is_accepted_and_adds_nothing()
    {
        await using var app = await NoticeApp.WithSellAsync();
        using var first = await app.DepositsAsync(app.Deposit(), "msg_one");

        using var second = await app.DepositsAsync(app.Deposit(), "msg_two");
        using var again = await app.DepositsAsync(app.Deposit(), "msg_two");

        Assert.AreEqual(HttpStatusCode.Accepted, second.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.HasCount(1, await app.InboxAsync());
    }

    [TestMethod]
    public async Task More_confirmations_of_the_same_transfer_are_kept_beside_it()
    {
        await using var app = await NoticeApp.WithSellAsync();

        foreach (var confirmations in new[] { 1, 7, 7, 1 })
        {
            using var answer = await app.DepositsAsync(app.Deposit("deposit.seen", confirmations));
            Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        }

        Assert.HasCount(2, await app.InboxAsync());
    }

    [TestMethod]
    public async Task Old_words_that_are_said_once_more_after_the_contrary_are_news_and_marked_so()
    {
        await using var app = await NoticeApp.WithSellAsync();
        foreach (var (type, confirmations) in ((string, int)[])[("deposit.confirmed", 20), ("deposit.dropped", 0), ("deposit.seen", 1), ("deposit.confirmed", 20), ("deposit.confirmed", 20), ("deposit.dropped", 0)])
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            using var answer = await app.DepositsAsync(app.Deposit(type, confirmations));
            Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        }

        var said = (await app.InboxAsync()).OrderBy(row => row.GetDateTimeOffset("ReceivedAt"))
            .Select(row => $"{row.RowKey.Split('|')[5]["deposit.".Length..]}{(row.GetBoolean("SaidAgain") == true ? " again" : "")}");
        Assert.AreEqual("confirmed, dropped, seen, confirmed again, dropped again", string.Join(", ", said));
    }

    [TestMethod]
    public async Task A_transfer_of_a_foreign_token_still_belongs_to_the_sell_of_its_address()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var notice = app.Deposit();
        notice["data"]!["contract_address"] = "TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj";

        using var answer = await app.DepositsAsync(notice);

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.HasCount(1, await app.InboxAsync());
    }

    [TestMethod]
    public async Task What_nobody_signed_is_refused_before_it_is_read()
    {
        await using var app = await NoticeApp.WithSellAsync();

        using var unsigned = await app.Client.PostAsync("/webhooks/deposits", new StringContent("no json"));
        using var changed = await app.SpoiltAsync(app.Deposit(), request => request.Content = new StringContent("{}"));
        using var another = await app.SignedByAnotherProviderAsync(app.Deposit());
        using var old = await app.SpoiltAsync(app.Deposit(), _ => app.Clock.Advance(TimeSpan.FromMinutes(6)));

        await ProblemBody.ExpectAsync(unsigned, HttpStatusCode.Unauthorized, "invalid_signature");
        await ProblemBody.ExpectAsync(changed, HttpStatusCode.Unauthorized, "invalid_signature");
        await ProblemBody.ExpectAsync(old, HttpStatusCode.Unauthorized, "invalid_signature");
        await ProblemBody.ExpectAsync(another, HttpStatusCode.Unauthorized, "invalid_signature");
        Assert.HasCount(0, await app.InboxAsync());
        Assert.HasCount(0, await app.UnmatchedAsync());
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.Gone)]
    public async Task Where_nobody_waits_the_sell_is_advanced_at_once(HttpStatusCode hint)
    {
        await using var app = await NoticeApp.WithSellAsync();
        app.Durable.Answer = hint;

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(SellPhase.PayingOut, (await app.ReadAsync()).Phase);
        Assert.IsNotNull(await app.OpenAsync());
    }

    [TestMethod]
    public async Task A_deposit_after_the_end_is_recorded_at_once_and_the_end_stands()
    {
        await using var app = await NoticeApp.WithSellAsync(A.Sell() with { Phase = SellPhase.Expired, Status = SellStatus.Failed });
        app.Durable.Answer = HttpStatusCode.Gone;

        using var answer = await app.DepositsAsync(app.Deposit());

        var sell = await app.ReadAsync();
        Assert.AreEqual(SellPhase.Expired, sell.Phase);
        Assert.HasCount(1, sell.Deposits);
        Assert.Contains(Labels.Late, sell.Labels);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.InternalServerError)]
    [DataRow(null)]
    public async Task A_hint_that_fails_is_no_failure_and_the_sell_is_visited_soon(HttpStatusCode? hint)
    {
        await using var app = await NoticeApp.WithSellAsync();
        app.Durable.Answer = hint;

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(app.Clock.GetUtcNow(), (await app.OpenAsync())!.GetDateTimeOffset("VisitAt"));
        Assert.HasCount(1, (await app.ReadAsync()).Deposits);
    }

    [TestMethod]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.BytesAsync(new byte[(64 * 1024) + 1]);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [TestMethod]
    public async Task Without_storage_nothing_is_answered_as_accepted()
    {
        var line = new StorageLine();
        var connection = await AzuriteFixture.ConnectionStringAsync();
        await using var app = await NoticeApp.StartAsync(services => services.AddSingleton(_ => line.Open(connection)));
        line.Cuts = _ => true;

        using var answer = await app.DepositsAsync(app.Deposit());

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
    }
}
