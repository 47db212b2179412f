using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Realtime;

/// <summary>The whole product, followed by WebSocket as it sells.</summary>
[TestClass]
public sealed class FollowSellTests
{
    [TestMethod]
    public async Task A_plain_WebSocket_hears_how_the_sell_stands_and_then_each_change()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();
        var begun = await sell.ReadAsync();

        await using var follower = await Follower.OfAsync(sell);
        await follower.UntilAsync(SequenceOf(begun));
        await CompleteAsync(world, sell);
        await follower.UntilAsync(SequenceOf(await sell.ReadAsync()));

        Golden.Check(follower.Heard[0], $$"""
            { "event": "tx.update", "event_id": "evt_*", "sequence": 2, "merchant_transaction_id": "sell_*", "type": "sell", "status": "pending",
              "phase": "awaiting_deposit", "labels": [], "currency": "USDT", "fiat_currency": "EUR", "fiat_amount": "227.70", "crypto_amount": "250",
              "occurred_at": "{{begun.GetProperty("updated_at").GetString()}}" }
            """);
        CollectionAssert.AreEqual((await FeedAsync(world, sell)).Skip(1).ToArray(), follower.Heard.Select(IdOf).ToArray());
        Assert.AreEqual("completed", follower.Heard[^1].GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Who_was_away_hears_every_change_after_its_last_one_in_order()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await CompleteAsync(world, sell);
        var last = SequenceOf(await sell.ReadAsync());

        await using var follower = await Follower.OfAsync(sell, after: 1);
        await follower.UntilAsync(last);

        CollectionAssert.AreEqual((await FeedAsync(world, sell)).Skip(1).ToArray(), follower.Heard.Select(IdOf).ToArray());
    }

    [TestMethod]
    public async Task A_session_is_followed_before_there_is_a_sell()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.OpenAsync(world);
        await world.QuietAsync();

        await using var follower = await Follower.OfAsync(sell);
        await follower.UntilAsync(1);
        await sell.SellAsync();
        await follower.UntilAsync(2);

        Assert.AreEqual(("pending", JsonValueKind.Null), (follower.Heard[0].GetProperty("status").GetString(), follower.Heard[0].GetProperty("phase").ValueKind));
        Assert.AreEqual(sell.SellId, follower.Heard[0].GetProperty("merchant_transaction_id").GetString());
        CollectionAssert.AreEqual(new long[] { 1, 2 }, follower.Sequences);
    }

    [TestMethod]
    public async Task Nobody_hears_of_another_sell()
    {
        await using var world = await World.StartAsync();
        var (own, other) = (await SellDriver.StartAsync(world), await SellDriver.StartAsync(world));
        await using var follower = await Follower.OfAsync(own, after: 0);

        await CompleteAsync(world, other);
        await CompleteAsync(world, own);
        await follower.UntilAsync(SequenceOf(await own.ReadAsync()));

        Assert.AreEqual(own.SellId, follower.Heard.Select(update => update.GetProperty("merchant_transaction_id").GetString()).Distinct().Single());
    }

    [TestMethod]
    public async Task An_address_is_good_for_one_connection()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        var address = await Follower.AddressAsync(sell);
        await using var first = await Follower.ConnectAsync(address);

        var second = await Assert.ThrowsExactlyAsync<WebSocketException>(() => Follower.ConnectAsync(address));

        StringAssert.Contains(second.Message, "401");
    }

    [TestMethod]
    public async Task A_partner_follows_its_sells_and_no_others()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);

        var own = await world.PartnerAsync(HttpMethod.Post, $"/v1/sells/{sell.SellId}/realtime");
        await world.PartnerAsync(HttpMethod.Post, "/v1/sells/sell_01dem000000000000000000000/realtime", null, HttpStatusCode.NotFound);
        await using var follower = await Follower.ConnectAsync(own.GetProperty("url").GetString()!);
        await follower.UntilAsync(2);

        Assert.AreEqual(sell.SellId, follower.Heard[0].GetProperty("merchant_transaction_id").GetString());
    }

    [TestMethod]
    public async Task A_sell_goes_on_where_nobody_takes_its_updates()
    {
        await using var world = await World.StartAsync(settings: ("OFFRAMP_REALTIME_URL", "http://127.0.0.1:1"));
        var sell = await SellDriver.StartAsync(world);

        await CompleteAsync(world, sell);

        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        Assert.HasCount((int)SequenceOf(await sell.ReadAsync()), await FeedAsync(world, sell));
    }

    internal static async Task CompleteAsync(World world, SellDriver sell)
    {
        await sell.DepositAsync();
        await world.UntilAsync(async () => await sell.StandsAsync() == "completed/paid");
    }

    internal static long SequenceOf(JsonElement sell) => sell.GetProperty("sequence").GetInt64();

    private static string IdOf(JsonElement update) => update.GetProperty("event_id").GetString()!;

    private static async Task<List<string>> FeedAsync(World world, SellDriver sell)
    {
        var feed = await world.PartnerAsync(HttpMethod.Get, $"/v1/events?limit=100&sell_id={sell.SellId}");
        return [.. feed.GetProperty("data").EnumerateArray().Select(told => told.GetProperty("id").GetString()!)];
    }
}
