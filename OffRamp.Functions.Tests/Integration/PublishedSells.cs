using System.Net;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;
using OffRamp.Functions.Tests.Webhooks;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.Functions.Tests.Integration;

/// <summary>The whole product with a Service Bus topic: what arrives there, whatever happens on the way.</summary>
[TestClass]
public sealed class PublishedSells
{
    private static readonly string[] OfAPaidSell =
    [
        "session.created", "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing", "payout.submitted", "payout.settled", "sell.completed",
    ];

    [TestMethod]
    public async Task Every_event_of_every_sell_arrives_once_and_in_order()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(settings: bus.Settings());
        SellDriver[] sells = [await SellDriver.StartAsync(world), await SellDriver.StartAsync(world, card: "tok_closed"), await SellDriver.OpenAsync(world)];

        await Task.WhenAll(sells[..2].Select(sell => sell.DepositAsync()));
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        await bus.HasAllOfAsync(world, sells);
        CollectionAssert.AreEqual(OfAPaidSell, bus.Labels(sells[0].SellId));
        CollectionAssert.AreEqual(new[] { "session.created", "session.expired" }, bus.Labels(sells[2].SellId));
        Assert.HasCount(bus.Calls, bus.Taken.DistinctBy(message => message.Id));
    }

    [TestMethod]
    public async Task While_the_bus_is_down_webhooks_go_on_and_later_everything_arrives_in_order()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(settings: bus.Settings());
        await using var partner = await Listener.ListenAsync(world.Services);
        bus.Answers(BusAnswer.Full);
        SellDriver[] sells = [await SellDriver.StartAsync(world), await SellDriver.StartAsync(world)];
        await Task.WhenAll(sells.Select(sell => sell.DepositAsync()));
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        var (heard, arrived) = (partner.TakenTypes.Count, bus.Taken.Count);

        bus.Answers(BusAnswer.Taken);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.AreEqual((2 * 8, 0), (heard, arrived));
        partner.HasHeardInOrder();
        await bus.HasAllOfAsync(world, sells);
        Assert.HasCount(2 * 8, bus.Taken);
        Assert.HasCount(2 * 8, partner.Received);
    }

    [TestMethod]
    public async Task While_a_partners_endpoint_is_dead_its_events_arrive_all_the_same()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(settings: bus.Settings());
        await using var partner = await Listener.ListenAsync(world.Services);
        partner.Answer = (_, _) => HttpStatusCode.InternalServerError;
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.QuietAsync();

        await bus.HasAllOfAsync(world, sell);
        CollectionAssert.AreEqual(OfAPaidSell, bus.Labels());
        Assert.IsEmpty(partner.Taken);
    }

    [TestMethod]
    public async Task What_no_delivery_ever_began_for_is_found_and_arrives()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(new StoreFaults { RefuseStarts = true }, settings: bus.Settings());
        SellDriver[] sells = [await SellDriver.StartAsync(world), await SellDriver.OpenAsync(world)];
        await sells[0].DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));

        world.Faults.RefuseStarts = false;
        await world.AdvanceAsync(TimeSpan.FromMinutes(45));

        await bus.HasAllOfAsync(world, sells);
        CollectionAssert.AreEqual(OfAPaidSell, bus.Labels(sells[0].SellId));
    }

    [TestMethod]
    public async Task Deliveries_that_were_lost_with_the_webhooks_taken_and_the_bus_down_are_started_again()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(settings: bus.Settings());
        await using var partner = await Listener.ListenAsync(world.Services);
        bus.Answers(BusAnswer.Full);
        SellDriver[] sells = [await SellDriver.StartAsync(world), await SellDriver.OpenAsync(world)];
        await sells[0].DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(90));
        var heard = partner.Taken.Count;
        foreach (var sell in sells)
        {
            await TerminateAsync(world, $"{sell.SellId}-webhooks");
        }

        bus.Answers(BusAnswer.Taken);
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.AreEqual(8 + 2, heard);
        Assert.HasCount(8 + 2, partner.Received);
        await bus.HasAllOfAsync(world, sells);
    }

    [TestMethod]
    public async Task Activities_that_run_twice_send_twice_under_the_same_id()
    {
        await using var bus = await ServiceBusServer.StartAsync(new());
        await using var world = await World.StartAsync(new StoreFaults { RunActivitiesTwice = true, LoseEvents = true }, settings: bus.Settings());
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        await bus.HasAllOfAsync(world, sell);
        CollectionAssert.AreEqual(OfAPaidSell, bus.Labels().Distinct().ToArray());
    }

    private static async Task TerminateAsync(World world, string instance)
    {
        using var terminated = await world.Api.PostAsync(
            $"/runtime/webhooks/durabletask/instances/{instance}/terminate?reason=test&code=local-durable-key", null);
        Assert.AreEqual(HttpStatusCode.Accepted, terminated.StatusCode);
    }
}
