using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>What a provider signed is never lost, also where nobody can use it.</summary>
[TestClass]
public sealed class SetAsideTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("type=deposit.seen")]
    [DataRow("{\"type\":\"deposit.seen\"} x")]
    public async Task Signed_but_not_json_is_refused(string body)
    {
        await using var app = await NoticeApp.WithSellAsync();

        using var answer = await app.BytesAsync(Encoding.UTF8.GetBytes(body));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_json");
        Assert.HasCount(0, await app.UnmatchedAsync());
    }

    [TestMethod]
    [DataRow("[]", "no_object")]
    [DataRow("null", "no_object")]
    [DataRow("{}", "type required, data required")]
    [DataRow("""{"type":"deposit.seen","type":"deposit.confirmed","data":{}}""", "ambiguous_json")]
    [DataRow("""{"type":"deposit.lost","data":{}}""", "type not_supported")]
    [DataRow("""{"type":"deposit.seen","data":[]}""", "data invalid_type")]
    public async Task Signed_json_that_is_no_notice_is_set_aside(string body, string reason)
    {
        await using var app = await NoticeApp.WithSellAsync();

        using var answer = await app.BytesAsync(Encoding.UTF8.GetBytes(body));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(reason, (await app.UnmatchedAsync()).Single().GetString("Reason"));
    }

    [TestMethod]
    [DataRow("network", null, "data.network required")]
    [DataRow("network", "\"BEP20\"", "data.network not_supported")]
    [DataRow("address", null, "data.address required")]
    [DataRow("address", "\"T123\"", "data.address invalid_address")]
    [DataRow("amount", null, "data.amount required")]
    [DataRow("amount", "250", "data.amount invalid_type")]
    [DataRow("amount", "\"lots\"", "data.amount invalid_amount")]
    [DataRow("tx_hash", null, "data.tx_hash required")]
    [DataRow("tx_hash", "\"no hash!\"", "data.tx_hash invalid_hash")]
    [DataRow("log_index", null, "data.log_index required")]
    [DataRow("seen_at", null, "data.seen_at required")]
    [DataRow("seen_at", "1893499200", "data.seen_at invalid_type")]
    public async Task A_missing_or_unusable_field_sets_the_notice_aside(string field, string? json, string reason)
    {
        await using var app = await NoticeApp.WithSellAsync();
        var notice = app.Deposit();
        notice["data"]!.AsObject().Remove(field);
        if (json is not null)
        {
            notice["data"]![field] = JsonNode.Parse(json);
        }

        using var answer = await app.DepositsAsync(notice);

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(reason, (await app.UnmatchedAsync()).Single().GetString("Reason"));
        Assert.HasCount(0, await app.InboxAsync());
    }

    [TestMethod]
    public async Task A_deposit_to_nobody_is_set_aside_once_a_message()
    {
        await using var app = await NoticeApp.StartAsync();

        using var first = await app.DepositsAsync(app.Deposit(), "msg_one");
        using var again = await app.DepositsAsync(app.Deposit(), "msg_one");
        using var other = await app.DepositsAsync(app.Deposit(), "msg_two");

        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.AreEqual(HttpStatusCode.Accepted, other.StatusCode);
        var rows = await app.UnmatchedAsync();
        Assert.HasCount(2, rows);
        Assert.IsTrue(rows.All(row => row.GetString("Reason") == "no_sell"));
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.InternalServerError)]
    public async Task A_deposit_to_an_address_whose_sell_never_came_to_be_is_set_aside(HttpStatusCode hint)
    {
        await using var app = await NoticeApp.StartAsync();
        await app.Service<DepositAddresses>().PointAsync(ChainAddress.Parse(Network.TRC20, A.Address), app.Sell.Id, default);
        app.Durable.Answer = hint;

        using var first = await app.DepositsAsync(app.Deposit(), "msg_one");
        using var again = await app.DepositsAsync(app.Deposit(), "msg_one");

        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.AreEqual("no_sell", (await app.UnmatchedAsync()).Single().GetString("Reason"));
        Assert.IsNull(await app.OpenAsync());
    }

    [TestMethod]
    public async Task Of_a_notice_set_aside_only_the_contracts_fields_are_kept()
    {
        await using var app = await NoticeApp.StartAsync();
        var notice = app.Deposit();
        notice["data"]!["sender_name"] = "Ann Example";
        notice["card"] = "4111111111111111";

        using var answer = await app.DepositsAsync(notice);

        var kept = (await app.UnmatchedAsync()).Single().GetLargeText("Notice")!;
        Assert.Contains("0xABC1", kept);
        Assert.DoesNotContain("Ann", kept);
        Assert.DoesNotContain("4111", kept);
    }
}
