using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Realtime;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Realtime;

namespace OffRamp.Functions.Tests.Realtime;

/// <summary>Who is let in, and who is not.</summary>
[TestClass]
public sealed class RealtimeDoorTests
{
    private static readonly ServerKey Key = new(new byte[32]);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task An_address_is_good_for_60_s_by_whichever_way_it_was_signed(bool hasKey)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await RealtimeServer.StartAsync(new() { RealTime = clock });
        var service = hasKey
            ? new WebPubSub(new(server.BaseUri, RealtimeOptions.LocalKey))
            : new WebPubSub(new(server.BaseUri, null), new ServiceKey.Policy(new(RealtimeOptions.LocalKey)));

        var (first, second) = (await service.InviteAsync("user", default), await service.InviteAsync("user", default));
        clock.Advance(TimeSpan.FromSeconds(55));
        await using var inTime = await Follower.ConnectAsync(first!);
        clock.Advance(TimeSpan.FromSeconds(10));
        var late = await Assert.ThrowsExactlyAsync<WebSocketException>(() => Follower.ConnectAsync(second!));

        StringAssert.Contains(late.Message, "401");
    }

    [TestMethod]
    public async Task Calls_with_another_key_come_to_nothing()
    {
        await using var server = await RealtimeServer.StartAsync(new());
        var service = new WebPubSub(new(server.BaseUri, "another key"));

        Assert.IsFalse(await service.PublishAsync("sell_1", [], default));
        await Assert.ThrowsExactlyAsync<WebSocketException>(async () => await Follower.ConnectAsync((await service.InviteAsync("user", default))!));
    }

    [TestMethod]
    public async Task A_connection_with_a_ticket_that_is_not_ours_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var ours = new LiveTicket(PrefixedId.Parse<SellId>(session.SellId), Id26.New(shop.Clock.GetUtcNow()), null).Write(shop.Settings.ServerKey);
        var forged = new LiveTicket(PrefixedId.Parse<SellId>(session.SellId), Id26.New(shop.Clock.GetUtcNow()), null).Write(Key);

        Assert.AreEqual(HttpStatusCode.OK, await AskAsync(shop, "connect", "c-1", ours));
        Assert.AreEqual(HttpStatusCode.OK, await AskAsync(shop, "connect", "c-1", ours), "asked again for the same connection");
        Assert.AreEqual(HttpStatusCode.Unauthorized, await AskAsync(shop, "connect", "c-2", ours));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await AskAsync(shop, "connect", "c-3", forged));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await AskAsync(shop, "connect", "c-3", "nonsense"));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await AskAsync(shop, "connected", "c-3", forged));
    }

    [TestMethod]
    public async Task Used_tickets_are_forgotten_after_a_day()
    {
        await using var shop = await Shop.OpenAsync();
        var tickets = new LiveTickets(shop.Tables.Store, shop.Clock);
        var ticket = new LiveTicket(new(Id26.New(shop.Clock.GetUtcNow())), Id26.New(shop.Clock.GetUtcNow()), null);
        await tickets.ClaimAsync(ticket, "c-1", default);

        shop.Clock.Advance(TimeSpan.FromHours(23));
        await tickets.PurgeAsync(default);
        Assert.IsTrue(await tickets.IsHeldAsync(ticket, "c-1", default));
        shop.Clock.Advance(TimeSpan.FromHours(2));
        await tickets.PurgeAsync(default);
        Assert.IsFalse(await tickets.IsHeldAsync(ticket, "c-1", default));
    }

    [TestMethod]
    public void A_ticket_comes_back_as_it_was_and_no_other_does()
    {
        var ticket = new LiveTicket(new(Id26.New(DateTimeOffset.UnixEpoch)), Id26.New(DateTimeOffset.UnixEpoch), 7);
        var text = ticket.Write(Key);

        Assert.AreEqual(ticket, LiveTicket.Read(text, Key));
        Assert.IsNull(LiveTicket.Read(text.Replace(".7.", ".0.", StringComparison.Ordinal), Key));
        Assert.IsNull(LiveTicket.Read(text[..^64] + text[^64..].ToUpperInvariant(), Key));
        Assert.IsNull(LiveTicket.Read("a.b.c", Key));
    }

    private static async Task<HttpStatusCode> AskAsync(Shop shop, string what, string connection, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/realtime");
        var key = System.Text.Encoding.UTF8.GetBytes(RealtimeOptions.LocalKey);
        var mac = System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(connection));
        request.Headers.Add("ce-type", $"azure.webpubsub.sys.{what}");
        request.Headers.Add("ce-connectionId", connection);
        request.Headers.Add("ce-userId", user);
        request.Headers.Add("ce-signature", $"sha256={new string('0', 64)},sha256={Convert.ToHexStringLower(mac)}");
        using var answer = await shop.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
