using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.Functions.Tests.Integration;

/// <summary>What visits to an outbox send to the topic, one at a time, with a clock that the test moves.</summary>
[TestClass]
public sealed class PublishEventsTests
{
    private static readonly string[] Opened = ["session.created", "sell.pending"];

    [TestMethod]
    public async Task A_message_that_is_not_taken_is_tried_again_and_the_next_one_waits()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(settings: bus.Settings());
        var (sold, now) = (await shop.SellAsync(), shop.Clock.GetUtcNow());
        bus.Answers(BusAnswer.Full);

        var first = await shop.DeliverAsync(sold);
        var tooSoon = await shop.DeliverAsync(sold);
        var calls = bus.Calls;
        bus.Answers(BusAnswer.Taken);
        await DeliveryTests.DeliverAllAsync(shop, sold);

        Assert.IsFalse(first.IsDone);
        Assert.IsInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1), first.Until - now);
        Assert.AreEqual((first.Until, 1), (tooSoon.Until, calls));
        CollectionAssert.AreEqual(Opened, bus.Labels(sold.SellId));
        Assert.IsFalse(await HasUndeliveredAsync(shop, sold));
    }

    [TestMethod]
    [DataRow("amqp:unauthorized-access")]
    [DataRow("amqp:not-found")]
    [DataRow("com.microsoft:entity-disabled")]
    public async Task A_topic_that_refuses_is_an_error_and_asked_every_five_minutes(string refusal)
    {
        using var errors = new Errors();
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(services => services.AddLogging(logging => logging.AddProvider(errors)), bus.Settings());
        var (sold, now) = (await shop.SellAsync(), shop.Clock.GetUtcNow());
        bus.Answers(new BusAnswer(refusal));

        var step = await shop.DeliverAsync(sold);
        bus.Answers(BusAnswer.Taken);
        await DeliveryTests.DeliverAllAsync(shop, sold);

        Assert.IsInRange(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5), step.Until - now);
        CollectionAssert.AreEqual(new[] { 931 }, errors.Ids.ToArray());
        CollectionAssert.AreEqual(Opened, bus.Labels());
    }

    [TestMethod]
    public async Task What_is_too_large_for_the_topic_is_said_and_holds_nothing_up()
    {
        using var errors = new Errors();
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(services => services.AddLogging(logging => logging.AddProvider(errors)), bus.Settings());
        var sold = await shop.SellAsync();
        bus.Answer = message => Task.FromResult(message.Label == Opened[0] ? BusAnswer.TooLarge : BusAnswer.Taken);

        await DeliveryTests.DeliverAllAsync(shop, sold);

        CollectionAssert.AreEqual(Opened[1..], bus.Labels(sold.SellId));
        CollectionAssert.AreEqual(new[] { 932 }, errors.Ids.ToArray());
        Assert.IsFalse(await HasUndeliveredAsync(shop, sold));
    }

    [TestMethod]
    public async Task A_bus_that_is_down_for_long_is_an_error_and_nothing_is_given_up()
    {
        using var errors = new Errors();
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(services => services.AddLogging(logging => logging.AddProvider(errors)), bus.Settings());
        var (sold, began) = (await shop.SellAsync(), shop.Clock.GetUtcNow());
        bus.Answer = message => Task.FromResult(shop.Clock.GetUtcNow() < began.AddHours(2) ? BusAnswer.Full : BusAnswer.Taken);

        await DeliveryTests.DeliverAllAsync(shop, sold);

        CollectionAssert.AreEqual(Opened, bus.Labels());
        Assert.IsInRange(30, 36, bus.Calls);
        Assert.HasCount(bus.Calls - 11, errors.Ids);
        Assert.AreEqual(931, errors.Ids.Distinct().Single());
    }

    [TestMethod]
    public async Task What_was_taken_before_the_process_died_comes_again_under_the_same_id()
    {
        var edge = FaultyEdge.ToStorage();
        var tables = await AzuriteTables.StartAsync(edge);
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(tables.Store), [("OFFRAMP_TABLE_PREFIX", tables.Prefix), .. bus.Settings()]);
        var sold = await shop.SellAsync();
        var isDown = false;
        bus.Answer = _ =>
        {
            isDown = true;
            return Task.FromResult(BusAnswer.Taken);
        };
        edge.Decide = call => isDown && call.IsWrite ? Mood.Refused : Mood.Fine;

        await Assert.ThrowsAsync<Exception>(() => shop.DeliverAsync(sold));
        edge.Decide = _ => Mood.Fine;
        await DeliveryTests.DeliverAllAsync(shop, sold);

        CollectionAssert.AreEqual((string[])[.. Opened, .. Opened], bus.Labels(sold.SellId));
        Assert.HasCount(2, bus.Taken.Select(message => message.Id).Distinct());
        Assert.IsFalse(await HasUndeliveredAsync(shop, sold));
    }

    [TestMethod]
    public async Task A_replayed_webhook_does_not_lose_a_message_that_waits()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var shop = await Shop.OpenAsync(settings: bus.Settings());
        bus.Answers(BusAnswer.Full);
        var session = await shop.OpenSessionAsync();
        await shop.DeliverAsync(session);
        await using var partner = await Listener.ListenAsync(shop.Services);
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/webhook_deliveries");
        var delivery = (await Shop.ReadAsync(list, HttpStatusCode.OK)).GetProperty("data")[0].GetProperty("id").GetString();

        using var replayed = await shop.PartnerAsync(HttpMethod.Post, $"/v1/webhook_deliveries/{delivery}/replay");
        bus.Answers(BusAnswer.Taken);
        await DeliveryTests.DeliverAllAsync(shop, session);

        Assert.HasCount(1, partner.Taken);
        CollectionAssert.AreEqual(new[] { "session.created" }, bus.Labels());
    }

    [TestMethod]
    public async Task A_topic_that_comes_later_gets_what_happens_later()
    {
        var tables = await AzuriteTables.StartAsync();
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var before = await Shop.OpenAsync(On(tables), ("OFFRAMP_TABLE_PREFIX", tables.Prefix));
        var told = await before.SellAsync();
        await before.DeliverAsync(told);
        await using var after = await Shop.OpenAsync(On(tables), [("OFFRAMP_TABLE_PREFIX", tables.Prefix), .. bus.Settings()]);

        using var cancelled = await after.PageAsync(told, HttpMethod.Post, "/cancel");
        await after.WalkAsync(told);
        await DeliveryTests.DeliverAllAsync(after, told);

        Assert.IsFalse(await HasUndeliveredAsync(after, told));
        CollectionAssert.AreEqual((await after.EventsAsync(told, tables))[2..], bus.Labels());
        Assert.AreNotEqual(0, bus.Taken.Count);
    }

    [TestMethod]
    public async Task A_topic_that_is_taken_away_is_waited_for_no_more()
    {
        var tables = await AzuriteTables.StartAsync();
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var before = await Shop.OpenAsync(On(tables), [("OFFRAMP_TABLE_PREFIX", tables.Prefix), .. bus.Settings()]);
        bus.Answers(BusAnswer.Full);
        var told = await before.SellAsync();
        await before.DeliverAsync(told);
        var waited = await HasUndeliveredAsync(before, told);
        await using var after = await Shop.OpenAsync(On(tables), ("OFFRAMP_TABLE_PREFIX", tables.Prefix));

        var step = await after.DeliverAsync(told);

        Assert.IsTrue(waited);
        Assert.IsTrue(step.IsDone);
        Assert.IsFalse(await HasUndeliveredAsync(after, told));
    }

    [TestMethod]
    public async Task A_topic_costs_no_table_request()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var without = await Shop.OpenAsync();
        await using var with = await Shop.OpenAsync(settings: bus.Settings());

        var (one, other) = (await CountAsync(without), await CountAsync(with));

        Assert.AreEqual(one, other, with.Tables.Log.ToString());
        CollectionAssert.AreEqual((string[])[.. Opened, .. Opened], bus.Labels());
    }

    private static async Task<int> CountAsync(Shop shop)
    {
        await shop.DeliverAsync(await shop.SellAsync()); // partner, endpoint and feed are known by then
        shop.Tables.Log.Clear();
        var session = await shop.SellAsync();
        await shop.DeliverAsync(session);
        return shop.Tables.Log.Count;
    }

    private static async Task<bool> HasUndeliveredAsync(Shop shop, OpenedSession session) =>
        (await shop.Services.GetRequiredService<SessionStore>().FindAsync(PrefixedId.Parse<SessionId>(session.Id), default))!.HasUndelivered;

    private static Action<IServiceCollection> On(AzuriteTables tables) => services => services.AddSingleton(tables.Beside().Store);

    /// <summary>What would be looked for in the log.</summary>
    private sealed class Errors : ILoggerProvider, ILogger
    {
        private readonly List<int> ids = [];

        public IReadOnlyList<int> Ids
        {
            get
            {
                lock (ids)
                {
                    return [.. ids];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (ids)
            {
                if (logLevel >= LogLevel.Error)
                {
                    ids.Add(eventId.Id);
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
