using System.Net;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>Webhooks that were given up: operators see them, and have them sent once more.</summary>
[TestClass]
public sealed class RedeliverTests
{
    private static readonly string[] Story = ["session.created", "sell.pending"];

    [TestMethod]
    public async Task A_sell_with_a_webhook_that_was_given_up_is_in_the_queue_with_its_attempts()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sold = await DeadAsync(shop, partner);

        var queue = await shop.ReadAsOperatorAsync("/ops/api/sells?queue=webhook_dead");
        var shown = await shop.ReadAsOperatorAsync($"/ops/api/sells/{sold.SellId}");

        Assert.AreEqual(sold.SellId, queue.GetProperty("data")[0].GetProperty("sell").GetProperty("id").GetString());
        Assert.Contains("webhook_dead", shown.GetProperty("queues").EnumerateArray().Select(name => name.GetString()).ToList());
        var told = shown.GetProperty("webhook_attempts");
        CollectionAssert.AreEqual(new[] { "dead", "dead" }, told.EnumerateArray().Select(one => one.GetProperty("state").GetString()).ToArray());
        Assert.AreEqual(10, told[0].GetProperty("attempts").GetArrayLength());
        Assert.AreEqual(503, told[0].GetProperty("attempts")[9].GetProperty("status_code").GetInt32());
    }

    [TestMethod]
    public async Task Redelivered_they_go_out_in_order_and_the_sell_leaves_the_queue()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sold = await DeadAsync(shop, partner);
        partner.Answer = (_, _) => HttpStatusCode.OK;

        using var answer = await shop.OperatorAsync(sold, new JsonObject { ["action"] = "redeliver" });
        await Shop.ReadAsync(answer, HttpStatusCode.OK);
        var step = await shop.DeliverAsync(sold);

        Assert.IsTrue(step.IsDone);
        CollectionAssert.AreEqual(Story, partner.TakenTypes.ToArray());
        Assert.AreEqual(0, (await shop.ReadAsOperatorAsync("/ops/api/sells?queue=webhook_dead")).GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task Replayed_by_its_partner_one_after_the_other_the_sell_leaves_the_queue_with_the_last()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        await DeadAsync(shop, partner);
        partner.Answer = (_, _) => HttpStatusCode.OK;
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/webhook_deliveries?state=dead");
        var inQueue = new List<int>();

        foreach (var delivery in (await Shop.ReadAsync(list, HttpStatusCode.OK)).GetProperty("data").EnumerateArray())
        {
            using var replay = await shop.PartnerAsync(HttpMethod.Post, $"/v1/webhook_deliveries/{delivery.GetProperty("id")}/replay");
            inQueue.Add((await shop.ReadAsOperatorAsync("/ops/api/sells?queue=webhook_dead")).GetProperty("data").GetArrayLength());
        }

        CollectionAssert.AreEqual(new[] { 1, 0 }, inQueue);
    }

    [TestMethod]
    public async Task What_was_not_given_up_cannot_be_redelivered_and_who_saw_an_older_sell_is_stale()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.SellAsync();
        await shop.DeliverAsync(sold);

        using var nothing = await shop.OperatorAsync(sold, new JsonObject { ["action"] = "redeliver" });
        using var stale = await shop.OperatorAsync(sold, new JsonObject { ["action"] = "redeliver" }, seen: 1);

        await ProblemBody.ExpectAsync(nothing, HttpStatusCode.Conflict, "action_not_possible");
        await ProblemBody.ExpectAsync(stale, HttpStatusCode.Conflict, "stale");
    }

    private static async Task<OpenedSession> DeadAsync(Shop shop, Listener partner)
    {
        partner.Answer = (_, _) => HttpStatusCode.ServiceUnavailable;
        var sold = await shop.SellAsync();
        await DeliveryTests.DeliverAllAsync(shop, sold);
        return sold;
    }
}
