using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>GET /v1/events, and the places that events get in it.</summary>
[TestClass]
public sealed class EventFeedTests
{
    private static readonly string[] OfAPaidSell =
    [
        "session.created", "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing", "payout.submitted", "payout.settled", "sell.completed",
    ];

    [TestMethod]
    public async Task A_sells_events_are_listed_oldest_first_as_they_happened()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await PaidAsync(shop);

        await shop.DeliverAsync(sold);
        var events = await AllAsync(shop, "/v1/events?limit=3");

        CollectionAssert.AreEqual(OfAPaidSell, events.Select(Type).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(1, 8).ToArray(), events.Select(told => told.GetProperty("sequence").GetInt32()).ToArray());
        Assert.AreEqual("open", events[0].GetProperty("data").GetProperty("status").GetString());
        Assert.AreEqual("completed", events[^1].GetProperty("data").GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task The_events_of_one_sell_can_be_asked_for_before_they_have_their_places()
    {
        await using var shop = await Shop.OpenAsync();
        var (sold, other) = (await PaidAsync(shop), await shop.OpenSessionAsync());
        await shop.DeliverAsync(other);

        var events = await AllAsync(shop, $"/v1/events?limit=3&sell_id={sold.SellId}");

        CollectionAssert.AreEqual(OfAPaidSell, events.Select(Type).ToArray());
    }

    [TestMethod]
    public async Task Metadata_is_joined_when_an_event_is_shown()
    {
        await using var shop = await Shop.OpenAsync();
        var body = Bodies.Proof();
        body["metadata"] = new System.Text.Json.Nodes.JsonObject { ["cart"] = "7" };
        var sold = await shop.SellAsync(body);

        var events = await AllAsync(shop, $"/v1/events?sell_id={sold.SellId}");

        Assert.HasCount(2, events);
        Assert.IsTrue(events.All(told => told.GetProperty("data").GetProperty("metadata").GetProperty("cart").GetString() == "7"));
    }

    [TestMethod]
    public async Task An_empty_page_has_a_cursor_that_finds_what_comes_later()
    {
        await using var shop = await Shop.OpenAsync();
        var empty = await PageAsync(shop, "/v1/events");
        await shop.DeliverAsync(await shop.OpenSessionAsync());

        var later = await PageAsync(shop, $"/v1/events?after={Cursor(empty)}");
        var end = await PageAsync(shop, $"/v1/events?after={Cursor(later)}");

        Assert.IsEmpty(empty.GetProperty("data").EnumerateArray().ToList());
        Assert.HasCount(1, later.GetProperty("data").EnumerateArray().ToList());
        Assert.IsEmpty(end.GetProperty("data").EnumerateArray().ToList());
        Assert.AreEqual(Cursor(later), Cursor(end));
        Assert.IsFalse(end.GetProperty("has_more").GetBoolean());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("the sell's own")]
    public async Task Who_begins_at_a_time_hears_what_happened_then_or_later(string whose)
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.OpenSessionAsync();
        await shop.DeliverAsync(sold);
        var own = whose.Length > 0 ? $"&sell_id={sold.SellId}" : "";
        shop.Clock.Advance(TimeSpan.FromHours(1));
        var late = $"{shop.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}";
        var before = await PageAsync(shop, $"/v1/events?from={late}{own}");
        using var expired = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions/{sold.Id}");
        await shop.DeliverAsync(sold);

        var later = await PageAsync(shop, $"/v1/events?from={late}{own}");
        var all = await PageAsync(shop, $"/v1/events?from=0001-01-01T00:00:00Z{own}");
        var onwards = await PageAsync(shop, $"/v1/events?after={Cursor(before)}{own}");

        Assert.IsEmpty(before.GetProperty("data").EnumerateArray().ToList());
        CollectionAssert.AreEqual(new[] { "session.expired" }, later.GetProperty("data").EnumerateArray().Select(Type).ToArray());
        CollectionAssert.AreEqual(new[] { "session.created", "session.expired" }, all.GetProperty("data").EnumerateArray().Select(Type).ToArray());
        Assert.AreEqual(later.GetProperty("data").GetRawText(), onwards.GetProperty("data").GetRawText());
    }

    [TestMethod]
    public async Task What_happened_earlier_and_was_placed_later_hides_nothing_from_who_begins_at_a_time()
    {
        await using var shop = await Shop.OpenAsync();
        var early = await shop.OpenSessionAsync(); // told only after the next one
        shop.Clock.Advance(TimeSpan.FromHours(1));
        var from = shop.Clock.GetUtcNow();
        var next = await shop.OpenSessionAsync();
        await shop.DeliverAsync(next);
        await shop.DeliverAsync(early);
        var last = await shop.OpenSessionAsync();
        await shop.DeliverAsync(last);

        var heard = await AllAsync(shop, $"/v1/events?from={from:yyyy-MM-ddTHH:mm:ssZ}");

        CollectionAssert.IsSubsetOf(new[] { next.Id, last.Id }, heard.Select(told => told.GetProperty("data").GetProperty("id").GetString()).ToArray());
    }

    [TestMethod]
    public async Task Another_partners_events_and_sells_are_not_there()
    {
        await using var shop = await Shop.OpenAsync();
        var stranger = await shop.AddPartnerAsync(enabled: true);
        var sold = await shop.SellAsync();
        await shop.DeliverAsync(sold);
        var own = Cursor(await PageAsync(shop, "/v1/events?limit=1"));

        using var all = await shop.PartnerAsync(HttpMethod.Get, "/v1/events", token: stranger);
        using var one = await shop.PartnerAsync(HttpMethod.Get, $"/v1/events?sell_id={sold.SellId}", token: stranger);
        using var taken = await shop.PartnerAsync(HttpMethod.Get, $"/v1/events?after={own}", token: stranger);

        Assert.IsEmpty((await Shop.ReadAsync(all, HttpStatusCode.OK)).GetProperty("data").EnumerateArray().ToList());
        await ProblemBody.ExpectAsync(one, HttpStatusCode.NotFound, "not_found");
        await ProblemBody.ExpectAsync(taken, HttpStatusCode.UnprocessableEntity, "invalid_cursor");
    }

    [TestMethod]
    [DataRow("limit=0", "out_of_range")]
    [DataRow("limit=101", "out_of_range")]
    [DataRow("after=a", "invalid_cursor")]
    [DataRow("from=yesterday", "invalid_time")]
    public async Task What_makes_no_sense_is_refused(string query, string code)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.PartnerAsync(HttpMethod.Get, $"/v1/events?{query}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public async Task However_many_write_at_once_and_whatever_answers_are_lost_every_event_has_one_place_and_none_is_passed_over(int seed)
    {
        var edge = FaultyEdge.ToStorage();
        var tables = await AzuriteTables.StartAsync(edge, StorageNames.Index);
        edge.Decide = call => call.Name == "POST $batch" ? new Random((seed * 1000003) ^ (call.Index * 7919)).Next(4) switch { 0 => Mood.Lost, 1 => Mood.Busy, _ => Mood.Fine } : Mood.Fine;
        FeedWriter[] processes = [new(tables.Store, TimeProvider.System), new(tables.Store, TimeProvider.System), new(tables.Beside().Store, TimeProvider.System)];
        var sells = Enumerable.Range(0, 60).Select(_ => new SellId(Id26.New(DateTimeOffset.UnixEpoch))).ToList();
        using var done = new CancellationTokenSource();

        var reading = ReadWhileWrittenAsync(tables.Beside(), done.Token);
        await Task.WhenAll(sells.SelectMany((sell, n) => new[] { TellAsync(processes[n % 3], sell), TellAsync(processes[(n + 1) % 3], sell) }));
        await done.CancelAsync();
        var read = await reading;

        Assert.HasCount(sells.Count * 4, read);
        Assert.HasCount(read.Count, read.Distinct());
        foreach (var story in read.GroupBy(told => told.Sell))
        {
            CollectionAssert.AreEqual(new long[] { 1, 2, 3, 4 }, story.Select(told => told.Sequence).ToArray());
        }

        Assert.IsGreaterThan(3, edge.Faults);
    }

    // As visits do it: some, then some more; repeated where the storage did not answer.
    private static async Task TellAsync(FeedWriter feed, SellId sell)
    {
        var events = Enumerable.Range(1, 4).Select(n => new EventPlace(IdOf(sell, n), sell, n)).ToList();
        foreach (var known in new[] { 1, 3, 4 })
        {
            for (var isDone = false; !isDone;)
            {
                try
                {
                    await feed.AppendAsync(DemoPartner.Id, [.. events.Take(known)], default);
                    isDone = true;
                }
                catch (StorageException)
                {
                    // The next visit comes.
                }
            }
        }
    }

    private static EventId IdOf(SellId sell, int n) => EventId.Of(Id26.Parse(sell.Id.ToString()[..25] + "0123456789"[n]));

    private static async Task<List<EventPlace>> ReadWhileWrittenAsync(AzuriteTables tables, CancellationToken done)
    {
        var (index, read) = (tables.Store.Table(StorageNames.Index), new List<EventPlace>());
        for (var isLast = false; !isLast;)
        {
            isLast = done.IsCancellationRequested;
            read.AddRange(await EventFeed.ReadPlacesAsync(index, DemoPartner.Id, read.Count, 1000, default));
        }

        return read;
    }

    private static async Task<OpenedSession> PaidAsync(Shop shop)
    {
        var sold = await shop.SellAsync();
        await shop.DepositAsync(sold, "250");
        await shop.WalkAsync(sold);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(sold);
        return sold;
    }

    private static async Task<List<JsonElement>> AllAsync(Shop shop, string list)
    {
        var (all, cursor) = (new List<JsonElement>(), "");
        JsonElement page;
        do
        {
            page = await PageAsync(shop, list + cursor);
            all.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = "&after=" + Cursor(page);
        }
        while (page.GetProperty("has_more").GetBoolean());
        return all;
    }

    private static async Task<JsonElement> PageAsync(Shop shop, string path)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, path);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static string Cursor(JsonElement page) => page.GetProperty("next_cursor").GetString()!;

    private static string? Type(JsonElement told) => told.GetProperty("type").GetString();
}
