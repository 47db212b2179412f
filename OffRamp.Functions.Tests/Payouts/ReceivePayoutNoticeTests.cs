using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Payouts;

[TestClass]
public sealed class ReceivePayoutNoticeTests
{
    [TestMethod]
    public async Task A_settled_payout_completes_its_sell()
    {
        await using var app = await NoticeApp.WithSellAsync(PayingOut());

        using var answer = await app.PayoutsAsync(Notice(app.Sell));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains($"raise NoticeReceived {app.Sell.Id}", app.Durable.Asked);
        Assert.AreEqual(SellPhase.Paid, (await app.ReadAsync()).Phase);
    }

    [TestMethod]
    public async Task The_same_notice_thirty_times_at_once_settles_once()
    {
        await using var app = await NoticeApp.WithSellAsync(PayingOut());
        app.Durable.Answer = HttpStatusCode.NotFound;

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => app.PayoutsAsync(Notice(app.Sell), $"msg_{i % 3}")));

        Assert.IsTrue(answers.All(answer => answer.IsSuccessStatusCode));
        Assert.HasCount(1, await app.InboxAsync());
        var events = await app.RowsAsync(StorageNames.Sells, SellKeys.Partition(app.Sell.Id), SellKeys.EventPrefix);
        Assert.AreEqual(1, events.Count(row => row.GetString("Type") == "payout.settled"));
        Assert.AreEqual(1, events.Count(row => row.GetString("Type") == "sell.completed"));
    }

    [TestMethod]
    public async Task Another_currency_reaches_the_sell_as_a_case()
    {
        await using var app = await NoticeApp.WithSellAsync(PayingOut());
        var notice = Notice(app.Sell);
        notice["data"]!["currency"] = "GBP";

        using var answer = await app.PayoutsAsync(notice);

        await app.Service<Advance>().RunAsync(app.Sell.Id, null, default);
        var sell = await app.ReadAsync();
        Assert.AreEqual(SellPhase.PayingOut, sell.Phase);
        Assert.AreEqual("payout_contradiction", sell.Cases.Single().Kind);
    }

    [TestMethod]
    public async Task A_failure_needs_no_amount_and_its_code_is_cleaned()
    {
        await using var app = await NoticeApp.WithSellAsync(PayingOut());
        var notice = Notice(app.Sell, "payout.failed");
        notice["data"]!["amount"] = null;
        notice["data"]!["currency"] = null;
        notice["data"]!["failure_code"] = "declined for Ann Example";

        using var answer = await app.PayoutsAsync(notice);

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        var fact = (await app.InboxAsync()).Single().GetLargeText("Fact")!;
        Assert.Contains("\"failure_code\":\"other\"", fact);
    }

    [TestMethod]
    [DataRow("payout_id", null, "data.payout_id required")]
    [DataRow("amount", null, "data.amount required")]
    [DataRow("amount", "227.7", "data.amount invalid_type")]
    [DataRow("currency", "\"4111 1111\"", "data.currency invalid_currency")]
    [DataRow("payout_id", "\"pay_1\"", "no_sell")]
    [DataRow("payout_id", "\"pay_00000000000000000000000000_1\"", "no_sell")]
    [DataRow("payout_id", "\"another/provider's\"", "no_sell")]
    public async Task What_is_unusable_or_nobodys_is_set_aside(string field, string? json, string reason)
    {
        await using var app = await NoticeApp.WithSellAsync(PayingOut());
        app.Durable.Answer = HttpStatusCode.NotFound;
        var notice = Notice(app.Sell);
        notice["data"]![field] = json is null ? null : JsonNode.Parse(json);

        using var answer = await app.PayoutsAsync(notice);

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(reason, (await app.UnmatchedAsync()).Single().GetString("Reason"));
        Assert.HasCount(0, await app.InboxAsync());
    }

    [TestMethod]
    public async Task What_nobody_signed_is_refused()
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.Client.PostAsync("/webhooks/payouts", new StringContent("{}"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "invalid_signature");
    }

    private static Sell PayingOut()
    {
        var sell = A.Sell();
        return sell with
        {
            Phase = SellPhase.PayingOut,
            Status = SellStatus.Processing,
            Payouts =
            [
                new Payout
                {
                    Id = $"pay_{sell.Id.Id}_1",
                    Attempt = 1,
                    Status = PayoutStatus.Submitted,
                    Amount = sell.Quote.FiatAmount,
                    Converts = sell.Quote.CryptoAmount,
                    Card = sell.Card,
                    SubmittedAt = A.Start,
                    AskAt = A.Start + TimeSpan.FromHours(1),
                },
            ],
        };
    }

    private static JsonObject Notice(Sell sell, string type = "payout.settled") => new()
    {
        ["type"] = type,
        ["data"] = new JsonObject
        {
            ["payout_id"] = sell.LastPayout!.Id,
            ["provider_reference"] = "ref_1",
            ["amount"] = sell.Quote.FiatAmount.ToString(),
            ["currency"] = "EUR",
            ["failure_code"] = null,
            ["retryable_with_new_details"] = false,
            ["occurred_at"] = "2030-01-01T12:11:00Z",
        },
    };
}
