using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>What visits to an outbox do, one at a time, with a partner's real server and a clock that the test moves.</summary>
[TestClass]
public sealed class DeliveryTests
{
    private static readonly string[] Opened = ["session.created", "sell.pending"];

    [TestMethod]
    public async Task What_the_endpoint_takes_is_what_the_feed_shows()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sold = await shop.SellAsync();

        var step = await shop.DeliverAsync(sold);

        Assert.IsTrue(step.IsDone);
        CollectionAssert.AreEqual(Opened, partner.TakenTypes.ToArray());
        using var feed = await shop.PartnerAsync(HttpMethod.Get, "/v1/events");
        var shown = await feed.Content.ReadAsStringAsync();
        foreach (var received in partner.Received)
        {
            Assert.Contains(Encoding.UTF8.GetString(received.Body), shown);
        }
    }

    [TestMethod]
    public async Task A_webhook_that_is_not_taken_is_tried_again_and_the_next_one_waits()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        partner.Answer = (_, attempt) => attempt == 1 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK;
        var (sold, now) = (await shop.SellAsync(), shop.Clock.GetUtcNow());

        var first = await shop.DeliverAsync(sold);
        var tooSoon = await shop.DeliverAsync(sold);
        var triedSoFar = partner.Received.Count;
        await DeliverAllAsync(shop, sold);

        Assert.IsFalse(first.IsDone);
        Assert.IsInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5), first.Until - now);
        Assert.AreEqual(first.Until, tooSoon.Until);
        Assert.AreEqual(1, triedSoFar);
        CollectionAssert.AreEqual(Opened, partner.TakenTypes.ToArray());
        Assert.HasCount(2, partner.Received.Select(received => received.Id).Distinct());
    }

    [TestMethod]
    public async Task An_endpoint_that_asks_for_more_time_gets_it()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        (partner.Answer, partner.RetryAfter) = ((_, _) => HttpStatusCode.TooManyRequests, "3600");
        var session = await shop.OpenSessionAsync();

        var step = await shop.DeliverAsync(session);

        Assert.AreEqual(shop.Clock.GetUtcNow() + TimeSpan.FromHours(1), step.Until);
    }

    [TestMethod]
    public async Task After_ten_tries_a_webhook_is_given_up_and_the_next_one_goes_out()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        partner.Answer = (told, _) => told.GetProperty("sequence").GetInt32() == 1 ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
        var sold = await shop.SellAsync();
        var began = shop.Clock.GetUtcNow();

        await DeliverAllAsync(shop, sold);

        CollectionAssert.AreEqual(new[] { "sell.pending" }, partner.TakenTypes.ToArray());
        Assert.HasCount(11, partner.Received);
        Assert.IsGreaterThan(TimeSpan.FromHours(75), shop.Clock.GetUtcNow() - began);
        CollectionAssert.AreEqual(new[] { "Dead", "Delivered" }, await StatesAsync(shop, sold));
    }

    [TestMethod]
    public async Task An_endpoint_that_is_dead_for_three_days_costs_a_sell_nine_visits()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        partner.Answer = (_, _) => HttpStatusCode.BadGateway;
        var sold = await shop.SellAsync();
        var (end, visits) = (shop.Clock.GetUtcNow() + TimeSpan.FromDays(3), 0);
        shop.Tables.Log.Clear();

        for (var next = shop.Clock.GetUtcNow(); next < end; next = (await shop.DeliverAsync(sold)).Until)
        {
            shop.Clock.SetUtcNow(next);
            visits++;
        }

        Assert.AreEqual(9, visits);
        Assert.HasCount(9, partner.Received);
        Assert.AreEqual((2 * 9) + 3, shop.Tables.Log.Count, shop.Tables.Log.ToString()); // with the place in the feed, and the endpoint
    }

    [TestMethod]
    public async Task An_endpoint_that_says_it_is_gone_is_disabled_and_hears_no_more()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        partner.Answer = (_, _) => HttpStatusCode.Gone;
        var sold = await shop.SellAsync();

        var step = await shop.DeliverAsync(sold);

        Assert.IsTrue(step.IsDone);
        Assert.HasCount(1, partner.Received);
        Assert.IsTrue((await shop.Services.GetRequiredService<WebhookEndpoints>().ReadAsync(DemoPartner.Id, default))!.IsDisabled);
        CollectionAssert.AreEqual(new[] { "Skipped", "Skipped" }, await StatesAsync(shop, sold));
    }

    [TestMethod]
    public async Task An_endpoint_hears_only_what_it_wants()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services, types: ["sell.pending"]);
        var sold = await shop.SellAsync();

        await shop.DeliverAsync(sold);

        CollectionAssert.AreEqual(new[] { "sell.pending" }, partner.TakenTypes.ToArray());
        CollectionAssert.AreEqual(new[] { "Skipped", "Delivered" }, await StatesAsync(shop, sold));
    }

    [TestMethod]
    public async Task Nobody_listening_costs_nothing_and_waits_for_nobody()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.SellAsync();

        var step = await shop.DeliverAsync(sold);

        Assert.IsTrue(step.IsDone);
        CollectionAssert.AreEqual(new[] { "Skipped", "Skipped" }, await StatesAsync(shop, sold));
    }

    [TestMethod]
    public async Task Two_visits_at_once_leave_one_story_in_order()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sold = await shop.SellAsync();

        await Task.WhenAll(shop.DeliverAsync(sold), shop.DeliverAsync(sold), shop.DeliverAsync(sold));
        var step = await DeliverAllAsync(shop, sold);

        Assert.IsTrue(step.IsDone);
        CollectionAssert.AreEqual(new[] { "Delivered", "Delivered" }, await StatesAsync(shop, sold));
        CollectionAssert.AreEquivalent(Opened, partner.TakenTypes.Distinct().ToArray());
    }

    [TestMethod]
    public async Task A_visit_whose_last_write_was_lost_is_not_paid_for_with_a_gap()
    {
        var edge = FaultyEdge.ToStorage();
        var tables = await AzuriteTables.StartAsync(edge);
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(tables.Store), ("OFFRAMP_TABLE_PREFIX", tables.Prefix));
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sold = await shop.SellAsync();
        var random = new Random(5);
        edge.Decide = call => call.Name == "POST $batch" && random.Next(2) == 0 ? Mood.Lost : Mood.Fine;

        await DeliverAllAsync(shop, sold);

        edge.Decide = _ => Mood.Fine;
        CollectionAssert.AreEqual(new[] { "Delivered", "Delivered" }, await StatesAsync(shop, sold, tables));
        CollectionAssert.AreEqual(Opened, partner.TakenTypes.Distinct().ToArray());
    }

    // As its orchestration would: again when it is time, until nothing is left.
    internal static async Task<SendStep> DeliverAllAsync(Shop shop, OpenedSession session)
    {
        for (var visit = 0; visit < 100; visit++)
        {
            var step = await shop.DeliverAsync(session);
            if (step.IsDone)
            {
                return step;
            }

            shop.Clock.SetUtcNow(step.Until > shop.Clock.GetUtcNow() ? step.Until : shop.Clock.GetUtcNow());
        }

        throw new AssertFailedException("It never ends.");
    }

    private static async Task<string[]> StatesAsync(Shop shop, OpenedSession session, AzuriteTables? tables = null)
    {
        var states = new List<string>();
        var filter = TableFilter.PartitionEquals(session.Id["ses_".Length..]).And.RowKeyStartsWith(SellKeys.EventPrefix);
        await foreach (var row in (tables ?? shop.Tables).Store.Table(StorageNames.Sells).QueryAllAsync(filter))
        {
            states.Add(OutgoingEvent.Of(row).State.ToString());
        }

        return [.. states];
    }
}
