using System.Net;
using System.Text.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios.Kills;
using OffRamp.Functions.Tests.Webhooks;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>What partners hear, with every part of the product in play, and whatever is lost on the way.</summary>
[TestClass]
public sealed class ToldPartners
{
    private static readonly string[] OfAPaidSell =
    [
        "session.created", "sell.pending", "deposit.seen", "deposit.confirmed", "sell.processing", "payout.submitted", "payout.settled", "sell.completed",
    ];

    [TestMethod]
    public async Task A_partner_hears_of_a_sell_at_once_and_in_order()
    {
        await using var world = await World.StartAsync();
        await using var partner = await Listener.ListenAsync(world.Services);
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.QuietAsync();

        CollectionAssert.AreEqual(OfAPaidSell, partner.TakenTypes.ToArray());
        Assert.HasCount(8, partner.Received);
    }

    [TestMethod]
    public async Task Push_and_pull_tell_the_same_stories_though_the_endpoint_fails_up_to_three_times_an_event()
    {
        await using var world = await World.StartAsync();
        await using var partner = await Listener.ListenAsync(world.Services);
        partner.Answer = (told, attempt) => attempt > told.GetProperty("id").GetString()![^1] % 4 ? HttpStatusCode.OK : HttpStatusCode.BadGateway;
        var sells = new List<SellDriver>();
        for (var n = 0; n < 6; n++)
        {
            sells.Add(await SellDriver.StartAsync(world, card: n % 2 == 0 ? "tok_ok" : "tok_slow"));
        }

        await Task.WhenAll(sells.Select(sell => sell.DepositAsync()));
        await world.AdvanceAsync(TimeSpan.FromHours(12));

        partner.HasHeardInOrder();
        Assert.HasCount(6 * 8, partner.Taken);
        var pulled = await PullAsync(world);
        CollectionAssert.AreEquivalent(
            pulled.Select(told => told.GetRawText()).ToList(), partner.Taken.Select(told => told.GetRawText()).ToList());
    }

    [TestMethod]
    public async Task What_was_committed_is_told_though_its_delivery_never_began()
    {
        await using var world = await World.StartAsync(new StoreFaults { RefuseStarts = true });
        await using var partner = await Listener.ListenAsync(world.Services);
        var paid = await SellDriver.StartAsync(world);
        var left = await SellDriver.OpenAsync(world);
        await paid.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(20));
        var (stands, heard) = (await paid.StandsAsync(), partner.Received.Count);

        world.Faults.RefuseStarts = false;
        await world.AdvanceAsync(TimeSpan.FromMinutes(45));

        Assert.AreEqual("completed/paid", stands);
        Assert.AreEqual(0, heard);
        partner.HasHeardInOrder();
        CollectionAssert.AreEqual(OfAPaidSell, Of(partner, paid).ToArray());
        CollectionAssert.AreEqual(new[] { "session.created", "session.expired" }, Of(partner, left).ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task What_the_engine_has_lost_is_started_over_and_told_within_minutes(bool fromTheStart)
    {
        await using var world = await World.StartAsync(new StoreFaults { LoseMessages = fromTheStart });
        await using var partner = await Listener.ListenAsync(world.Services);
        var sell = await SellDriver.StartAsync(world);
        world.Faults.LoseMessages = true;
        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(40));
        var heard = partner.TakenTypes.Distinct().Count();

        world.Faults.LoseMessages = false;
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));

        Assert.IsLessThan(OfAPaidSell.Length, heard);
        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        partner.HasHeardInOrder();
        Assert.AreEqual(string.Join('\n', OfAPaidSell), string.Join('\n', Of(partner, sell).Distinct()));
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.AreNotEqual("Running", await sell.RuntimeStatusAsync());
    }

    [TestMethod]
    public async Task With_every_hint_dropped_everything_is_told_in_order_all_the_same()
    {
        await using var world = await World.StartAsync(new StoreFaults { LoseEvents = true, RunActivitiesTwice = true });
        await using var partner = await Listener.ListenAsync(world.Services);
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        CollectionAssert.AreEqual(OfAPaidSell, partner.TakenTypes.Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public async Task A_worker_that_dies_in_an_orchestrator_call_loses_no_webhook(int dyingCall)
    {
        var worker = new DyingWorker(DeliverWebhooks.Name, dyingCall);
        await using var world = await World.StartAsync(beforeCall: worker.BeforeCall);
        await using var partner = await Listener.ListenAsync(world.Services);
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.IsTrue(worker.HasDied);
        CollectionAssert.AreEqual(OfAPaidSell, partner.TakenTypes.Distinct().ToArray());
        partner.HasHeardInOrder();
    }

    [TestMethod]
    public async Task While_one_partners_endpoint_hangs_anothers_sells_pay_and_are_heard_of_at_once()
    {
        await using var world = await World.StartAsync();
        var (partnerId, token) = await AddPartnerAsync(world);
        await using var hanging = await Listener.ListenAsync(world.Services, partnerId);
        await using var partner = await Listener.ListenAsync(world.Services);
        var released = new TaskCompletionSource();
        hanging.Before = () => released.Task;
        for (var n = 0; n < 60; n++) // more than activities have places in the host
        {
            await world.SendAsync(HttpMethod.Post, "/v1/sessions", token, Bodies.Gate($"order-{n}"), HttpStatusCode.Created);
        }

        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        while (await sell.StandsAsync() != "completed/paid" || partner.Taken.Count < 8)
        {
            // What hangs keeps the world from ever being quiet.
        }

        var (tried, taken) = (hanging.Received.Count, hanging.Taken.Count);
        released.SetResult();
        CollectionAssert.AreEqual(OfAPaidSell, partner.TakenTypes.ToArray());
        Assert.AreEqual(0, taken);
        Assert.IsGreaterThan(0, tried);
    }

    private static IEnumerable<string?> Of(Listener partner, SellDriver sell) => partner.Taken
        .Where(told => told.GetProperty("data").GetRawText().Contains(sell.SessionId, StringComparison.Ordinal))
        .Select(told => told.GetProperty("type").GetString());

    private static async Task<List<JsonElement>> PullAsync(World world)
    {
        var (all, cursor) = (new List<JsonElement>(), "");
        JsonElement page;
        do
        {
            page = await world.PartnerAsync(HttpMethod.Get, $"/v1/events?limit=7{cursor}");
            all.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = $"&after={page.GetProperty("next_cursor").GetString()}";
        }
        while (page.GetProperty("has_more").GetBoolean());
        return all;
    }

    private static async Task<(PartnerId Id, string Token)> AddPartnerAsync(World world)
    {
        var added = await world.OperatorAsync(
            HttpMethod.Post, "/ops/api/partners", new { name = "Another shop", offramp_enabled = true }, HttpStatusCode.Created);
        return (PrefixedId.Parse<PartnerId>(added.GetProperty("id").GetString()!), added.GetProperty("client_token").GetString()!);
    }
}
