using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>What a partner sees of its webhooks, and sending one again.</summary>
[TestClass]
public sealed class WebhookDeliveriesTests
{
    [TestMethod]
    public async Task Each_event_is_a_delivery_newest_first()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        using var cancelled = await shop.PageAsync(session, HttpMethod.Post, "/cancel");
        await shop.DeliverAsync(session);
        using var feed = await shop.PartnerAsync(HttpMethod.Get, "/v1/events");
        var events = (await Shop.ReadAsync(feed, HttpStatusCode.OK)).GetProperty("data").EnumerateArray().Reverse();

        var list = await ListAsync(shop);

        CollectionAssert.AreEqual(
            new[] { "session.cancelled 2 skipped", "session.created 1 skipped" },
            list.Select(item => $"{item.GetProperty("type")} {item.GetProperty("sequence")} {item.GetProperty("state")}").ToArray());
        foreach (var (item, told) in list.Zip(events))
        {
            var id = told.GetProperty("id").GetString()!;
            Assert.AreEqual((id, "whk_" + id["evt_".Length..]), (item.GetProperty("event_id").GetString(), item.GetProperty("id").GetString()));
            Assert.AreEqual(session.Id, item.GetProperty("session_id").GetString());
        }
    }

    [TestMethod]
    public async Task They_are_found_by_event_and_by_state()
    {
        await using var shop = await Shop.OpenAsync();
        await using var server = await PartnerServer.StartAsync();
        var session = await shop.SellAsync();
        await shop.DeliverAsync(session);
        await SetAsync(shop, server);
        var replayed = await ReplayAsync(shop, (await ListAsync(shop))[0]);
        var skipped = (await ListAsync(shop))[1];
        var stranger = await shop.AddPartnerAsync(enabled: true);

        Assert.AreEqual(skipped.GetRawText(), (await ListAsync(shop, "?state=skipped")).Single().GetRawText());
        Assert.AreEqual(replayed.GetRawText(), (await ListAsync(shop, "?state=delivered")).Single().GetRawText());
        Assert.AreEqual(replayed.GetRawText(), (await ListAsync(shop, $"?event_id={replayed.GetProperty("event_id")}")).Single().GetRawText());
        Assert.IsEmpty(await ListAsync(shop, $"?event_id={replayed.GetProperty("event_id")}&state=dead"));
        Assert.IsEmpty(await ListAsync(shop, "?event_id=nonsense"));
        Assert.IsEmpty(await ListAsync(shop, $"?event_id={replayed.GetProperty("event_id")}", stranger));
        Assert.IsEmpty(await ListAsync(shop, token: stranger));
        using var wrong = await shop.PartnerAsync(HttpMethod.Get, "/v1/webhook_deliveries?state=lost");
        await ProblemBody.ExpectAsync(wrong, HttpStatusCode.UnprocessableEntity, "not_supported");
    }

    [TestMethod]
    public async Task A_replay_sends_the_same_bytes_once_more_and_is_added_to_the_attempts()
    {
        await using var shop = await Shop.OpenAsync();
        await using var server = await PartnerServer.StartAsync();
        await shop.DeliverAsync(await shop.OpenSessionAsync());
        await SetAsync(shop, server);
        var first = await ReplayAsync(shop, (await ListAsync(shop)).Single());
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        server.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        var second = await ReplayAsync(shop, first, "key");
        var again = await ReplayAsync(shop, first, "key");

        Assert.AreEqual(second.GetRawText(), again.GetRawText());
        Assert.AreEqual("delivered", second.GetProperty("state").GetString());
        CollectionAssert.AreEqual(
            new[] { 204, 500 }, second.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status_code").GetInt32()).ToArray());
        Assert.AreEqual(second.GetRawText(), (await ListAsync(shop)).Single().GetRawText());
        Assert.HasCount(2, server.Received);
        CollectionAssert.AreEqual(server.Received[0].Body, server.Received[1].Body);
        Assert.AreEqual(server.Received[0].Id, server.Received[1].Id);
        Assert.AreNotEqual(server.Received[0].Headers["webhook-timestamp"], server.Received[1].Headers["webhook-timestamp"]);
    }

    [TestMethod]
    public async Task What_nobody_wanted_is_delivered_by_its_replay_once_there_is_an_endpoint()
    {
        await using var shop = await Shop.OpenAsync();
        await using var server = await PartnerServer.StartAsync();
        await shop.DeliverAsync(await shop.OpenSessionAsync());
        var delivery = (await ListAsync(shop)).Single();
        using var early = await shop.PartnerAsync(HttpMethod.Post, $"/v1/webhook_deliveries/{delivery.GetProperty("id")}/replay");
        await SetAsync(shop, server);

        var replayed = await ReplayAsync(shop, delivery);

        await ProblemBody.ExpectAsync(early, HttpStatusCode.NotFound, "not_found");
        Assert.AreEqual(("skipped", "delivered"), (delivery.GetProperty("state").GetString(), replayed.GetProperty("state").GetString()));
    }

    [TestMethod]
    public async Task A_replay_beside_a_running_delivery_loses_nothing_and_changes_no_order()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var (isTrying, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        partner.Before = () => isTrying.TrySetResult() ? mayAnswer.Task : Task.CompletedTask;
        var sold = await shop.SellAsync();

        var running = shop.DeliverAsync(sold);
        await isTrying.Task;
        var replayed = await ReplayAsync(shop, (await ListAsync(shop)).Single(delivery => delivery.GetProperty("sequence").GetInt32() == 1));
        mayAnswer.SetResult();
        var disturbed = await running;
        var next = await shop.DeliverAsync(sold);

        Assert.AreEqual("pending", replayed.GetProperty("state").GetString());
        Assert.AreEqual((false, true), (disturbed.IsDone, next.IsDone));
        CollectionAssert.AreEqual(new[] { "session.created", "sell.pending" }, partner.TakenTypes.Distinct().ToArray());
        Assert.IsTrue((await ListAsync(shop)).All(delivery => delivery.GetProperty("state").GetString() == "delivered"));
    }

    private static async Task SetAsync(Shop shop, PartnerServer server)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = server.Url });
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(Shop shop, string query = "", string token = Shop.Token)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/webhook_deliveries{query}", token: token);
        return [.. (await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("data").EnumerateArray()];
    }

    private static async Task<JsonElement> ReplayAsync(Shop shop, JsonElement delivery, string? key = null)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Post, $"/v1/webhook_deliveries/{delivery.GetProperty("id")}/replay", key: key);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }
}
