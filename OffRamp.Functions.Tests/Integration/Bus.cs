using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.Functions.Tests.Integration;

/// <summary>What tests say of the bus's stand-in.</summary>
internal static class Bus
{
    /// <summary>Settings by which an app sends to it.</summary>
    public static (string Name, string? Value)[] Settings(this ServiceBusServer bus) =>
        [("OFFRAMP_SERVICEBUS_URL", bus.BaseUri.AbsoluteUri), ("OFFRAMP_SERVICEBUS_TOPIC", ServiceBusOptions.LocalTopic)];

    public static void Answers(this ServiceBusServer bus, BusAnswer answer) => bus.Answer = _ => Task.FromResult(answer);

    /// <summary>It is there and says nothing.</summary>
    public static void Hangs(this ServiceBusServer bus) => bus.Answer = _ => new TaskCompletionSource<BusAnswer>().Task;

    public static string[] Labels(this ServiceBusServer bus, string? sell = null) =>
        [.. bus.Taken.Where(message => sell is null || message.SessionId == sell).Select(message => message.Label!)];

    /// <summary>
    /// Each event of the feed came, with the very body that the feed shows, under its id, its sell's and its type; first in
    /// order for each sell, and nothing besides.
    /// </summary>
    public static async Task HasAllOfAsync(this ServiceBusServer bus, World world, params IEnumerable<SellDriver> sells)
    {
        foreach (var sell in sells)
        {
            var feed = await world.PartnerAsync(HttpMethod.Get, $"/v1/events?limit=100&sell_id={sell.SellId}");
            var events = feed.GetProperty("data").EnumerateArray().Select(Told).ToList();
            Assert.AreNotEqual(0, events.Count);
            var came = bus.Taken.Where(message => message.SessionId == sell.SellId).DistinctBy(message => message.Id)
                .Select(message => $"{message.Id} {message.Label} {System.Text.Encoding.UTF8.GetString(message.Body)}");
            Assert.AreEqual(string.Join('\n', events), string.Join('\n', came));
        }

        Assert.IsTrue(bus.Taken.All(message => message.ContentType == "application/json"));

        static string Told(JsonElement told) => $"{told.GetProperty("id").GetString()} {told.GetProperty("type").GetString()} {told.GetRawText()}";
    }
}
