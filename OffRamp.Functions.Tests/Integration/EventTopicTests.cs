using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Integration;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.Functions.Tests.Integration;

/// <summary>The one call to the bus, against its stand-in.</summary>
[TestClass]
public sealed class EventTopicTests
{
    private static readonly EventId Event = EventId.Of(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpe"));
    private static readonly SellId Sell = new(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpf"));

    [TestMethod]
    public async Task A_message_bears_the_event_s_id_the_sell_and_the_type()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var topic = At(bus);

        var answer = await SendAsync(topic);

        Assert.AreEqual(TopicAnswer.Taken, answer);
        var message = bus.Taken.Single();
        Assert.AreEqual(
            (Event.ToString(), Sell.ToString(), "sell.pending", "application/json", "{}"),
            (message.Id, message.SessionId, message.Label, message.ContentType, Encoding.UTF8.GetString(message.Body)));
    }

    [TestMethod]
    [DataRow("another-topic", ServiceBusOptions.LocalToken)]
    [DataRow(ServiceBusOptions.LocalTopic, "another-key")]
    public async Task Another_topic_and_another_key_are_refused(string name, string key)
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var topic = new EventTopic(new(bus.BaseUri, name, key), TimeProvider.System, NullLogger<EventTopic>.Instance);

        var answer = await SendAsync(topic);

        Assert.AreEqual(TopicAnswer.Refused, answer);
        Assert.IsEmpty(bus.Taken);
    }

    [TestMethod]
    [DataRow("amqp:unauthorized-access", TopicAnswer.Refused)]
    [DataRow("amqp:not-found", TopicAnswer.Refused)]
    [DataRow("com.microsoft:entity-disabled", TopicAnswer.Refused)]
    [DataRow("amqp:link:message-size-exceeded", TopicAnswer.TooLarge)]
    [DataRow("amqp:resource-limit-exceeded", TopicAnswer.NotTaken)]
    [DataRow("com.microsoft:server-busy", TopicAnswer.NotTaken)]
    [DataRow("com.microsoft:argument-error", TopicAnswer.NotTaken)]
    [DataRow("offramp:never-heard-of", TopicAnswer.NotTaken)]
    [DataRow("com.microsoft:timeout", TopicAnswer.Silence)]
    public async Task What_the_bus_says_is_understood_or_taken_for_not_taken(string error, object expected)
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var topic = At(bus);
        bus.Answers(new(error));

        Assert.AreEqual(expected, await SendAsync(topic));
    }

    [TestMethod]
    public async Task A_connection_that_breaks_after_the_message_was_taken_sends_it_again_under_the_same_id()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var topic = At(bus);
        bus.Answer = _ => Task.FromResult(bus.Calls == 1 ? BusAnswer.TakenUnheard : BusAnswer.Taken);

        var answer = await SendAsync(topic);

        Assert.AreEqual(TopicAnswer.Taken, answer);
        CollectionAssert.AreEqual(new[] { Event.ToString(), Event.ToString() }, bus.Taken.Select(message => message.Id).ToArray());
    }

    [TestMethod]
    public async Task A_message_larger_than_the_topic_takes_is_known_as_such_and_not_sent()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var topic = At(bus);

        var answer = await topic.SendAsync(Event, Sell, "sell.pending", new byte[300_000], default);

        Assert.AreEqual((TopicAnswer.TooLarge, 0), (answer, bus.Calls));
    }

    [TestMethod]
    public async Task A_bus_that_hangs_is_left_alone_for_a_moment_and_holds_few()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        var clock = ManualTime.New();
        await using var topic = At(bus, TimeSpan.FromSeconds(0.5), clock);
        bus.Hangs();

        var many = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(topic)));
        var calls = bus.Calls;
        var next = await SendAsync(topic);
        var callsOfNext = bus.Calls;
        clock.Advance(TimeSpan.FromSeconds(10));
        await SendAsync(topic);

        Assert.IsTrue(many.Append(next).All(answer => answer == TopicAnswer.Silence));
        Assert.IsLessThanOrEqualTo(8, calls);
        Assert.AreEqual(calls, callsOfNext);
        Assert.IsGreaterThan(calls, bus.Calls);
    }

    [TestMethod]
    public async Task A_bus_that_accepts_connections_and_says_nothing_is_silence_and_holds_no_shutdown_up()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var topic = new EventTopic(new(new($"http://{mute.LocalEndpoint}"), ServiceBusOptions.LocalTopic, ServiceBusOptions.LocalToken), TimeProvider.System, NullLogger<EventTopic>.Instance) { Patience = TimeSpan.FromSeconds(1) };
        var began = TimeProvider.System.GetTimestamp();

        var answer = await SendAsync(topic);
        await topic.DisposeAsync();

        Assert.AreEqual(TopicAnswer.Silence, answer);
        Assert.IsLessThan(TimeSpan.FromSeconds(8), TimeProvider.System.GetElapsedTime(began));
    }

    [TestMethod]
    public async Task A_bus_that_is_not_there_is_silence()
    {
        await using var topic = new EventTopic(new(new($"http://127.0.0.1:{FreePort.Next()}"), ServiceBusOptions.LocalTopic, ServiceBusOptions.LocalToken), TimeProvider.System, NullLogger<EventTopic>.Instance);

        Assert.AreEqual(TopicAnswer.Silence, await SendAsync(topic));
    }

    private static EventTopic At(ServiceBusServer bus, TimeSpan? patience = null, TimeProvider? clock = null) =>
        new(new(bus.BaseUri, ServiceBusOptions.LocalTopic, ServiceBusOptions.LocalToken), clock ?? TimeProvider.System, NullLogger<EventTopic>.Instance) { Patience = patience ?? TimeSpan.FromSeconds(30) };

    private static Task<TopicAnswer> SendAsync(EventTopic topic) => topic.SendAsync(Event, Sell, "sell.pending", "{}"u8.ToArray(), default);
}
