using System.Net;
using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Integration;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.Functions.Tests.Integration;

/// <summary>The one call to the bus, against its stand-in.</summary>
[TestClass]
public sealed class EventTopicTests
{
    private static readonly EventId Event = EventId.Of(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpe"));
    private static readonly SellId Sell = new(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpf"));

    [TestMethod]
    public async Task A_message_is_what_the_stand_in_shows()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        using var topic = At(bus);

        var answer = await SendAsync(topic);

        Assert.AreEqual(201, answer.Status);
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", ServiceBusOptions.LocalToken) } };
        Assert.AreEqual(
            $$$"""{"data":[{"broker_properties":{"MessageId":"{{{Event}}}","SessionId":"{{{Sell}}}","Label":"sell.pending"},"body":"{}"}]}""",
            await http.GetStringAsync(new Uri(bus.BaseUri, $"{ServiceBusOptions.LocalTopic}/messages")));
    }

    [TestMethod]
    [DataRow("another-topic", ServiceBusOptions.LocalToken, 410)]
    [DataRow(ServiceBusOptions.LocalTopic, "another token", 401)]
    public async Task Another_topic_and_another_token_are_refused(string name, string token, int status)
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        using var topic = new EventTopic(new(bus.BaseUri, name, token));

        var answer = await SendAsync(topic);

        Assert.AreEqual((status, true), (answer.Status, answer.IsRefusal));
        Assert.IsEmpty(bus.Taken);
    }

    [TestMethod]
    public async Task A_bus_that_hangs_is_left_alone_for_a_moment_and_holds_few()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        using var topic = At(bus, TimeSpan.FromSeconds(0.5));
        bus.Hangs();

        var many = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(topic)));
        var calls = bus.Calls;
        var next = await SendAsync(topic);

        Assert.IsTrue(many.Append(next).All(answer => answer == ProviderAnswer.Silence));
        Assert.IsLessThanOrEqualTo(8, calls);
        Assert.AreEqual(calls, bus.Calls);
    }

    private static EventTopic At(ServiceBusServer bus, TimeSpan? patience = null) =>
        new(new(bus.BaseUri, ServiceBusOptions.LocalTopic, ServiceBusOptions.LocalToken)) { Patience = patience ?? TimeSpan.FromSeconds(30) };

    private static Task<ProviderAnswer> SendAsync(EventTopic topic) => topic.SendAsync(Event, Sell, "sell.pending", "{}"u8.ToArray(), default);
}
