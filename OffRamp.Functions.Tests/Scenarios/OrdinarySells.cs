using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.Scenarios;

[TestClass]
public sealed class OrdinarySells
{
    private const int OfHappySell = 22;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_deposit_in_time_is_paid_to_the_card_once()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.QuietAsync();

        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        var payout = (await world.EffectsAsync("payouts")).Single();
        Assert.AreEqual("settled", payout.GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Nobody_pays_in_and_six_hours_later_the_sell_fails_by_itself()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);

        await world.AdvanceAsync(new TimeSpan(5, 59, 0));
        Assert.AreEqual("pending/awaiting_deposit", await sell.StandsAsync());
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.AreEqual("failed/expired deposit_timeout", await sell.StandsAsync());
        Assert.IsEmpty(await world.EffectsAsync("payouts"));
    }

    [TestMethod]
    public async Task With_every_event_dropped_sells_still_end_by_looking()
    {
        await using var world = await World.StartAsync(new StoreFaults { LoseEvents = true });
        var (paid, unpaid) = (await SellDriver.StartAsync(world), await SellDriver.StartAsync(world));

        await paid.DepositAsync();
        await world.AdvanceAsync(new TimeSpan(6, 10, 0));

        Assert.AreEqual("completed/paid", await paid.StandsAsync());
        Assert.AreEqual("failed/expired deposit_timeout", await unpaid.StandsAsync());
        Assert.HasCount(1, await world.EffectsAsync("payouts"));
    }

    [TestMethod]
    public async Task With_every_start_refused_sells_still_end_by_revival()
    {
        await using var world = await World.StartAsync(new StoreFaults { RefuseStarts = true });
        var (paid, unpaid) = (await SellDriver.StartAsync(world), await SellDriver.StartAsync(world));

        await paid.DepositAsync();
        await world.AdvanceAsync(new TimeSpan(6, 10, 0));

        Assert.AreEqual("completed/paid", await paid.StandsAsync());
        Assert.AreEqual("failed/expired deposit_timeout", await unpaid.StandsAsync());
        Assert.HasCount(1, await world.EffectsAsync("payouts"));
    }

    [TestMethod]
    public async Task An_orchestration_terminated_by_hand_is_started_again()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await world.QuietAsync();
        using var terminated = await world.Api.PostAsync(
            $"/runtime/webhooks/durabletask/instances/{sell.SellId}/terminate?reason=test&code=local-durable-key", null);
        Assert.AreEqual(HttpStatusCode.Accepted, terminated.StatusCode);

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));

        Assert.AreEqual("completed/paid", await sell.StandsAsync());
    }

    [TestMethod]
    public async Task With_activities_run_twice_there_is_still_one_payout()
    {
        await using var world = await World.StartAsync(new StoreFaults { RunActivitiesTwice = true });
        var sell = await SellDriver.StartAsync(world);

        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.AreEqual("completed/paid", await sell.StandsAsync());
        Assert.HasCount(1, await world.EffectsAsync("payouts"));
    }

    [TestMethod]
    public async Task A_happy_sell_costs_22_table_requests()
    {
        var nobody = new FakeOrchestrations();
        await using var world = await World.StartAsync(beforeCall: NobodyVisits, replace: services =>
            services.AddSingleton(new Deliveries(nobody, TimeProvider.System, NullLogger<Deliveries>.Instance)));

        // Where nobody is in the way, a notice and what it changes are one transaction, of a sell that this process wrote last.
        Assert.HasCount(OfHappySell, await HappySellAsync(world));
    }

    [TestMethod]
    public async Task Telling_of_a_happy_sell_costs_two_table_requests_a_visit_to_its_events()
    {
        await using var world = await World.StartAsync(beforeCall: NobodyVisits);

        var requests = await HappySellAsync(world);

        // Each visit gives events their places in the feed, and writes what became of them. Where it comes late it reads them first.
        var visits = requests.Count(request => request.Target.StartsWith("f|", StringComparison.Ordinal));
        var late = requests.Count(request => request.Target.Contains("'e|'", StringComparison.Ordinal));
        Assert.IsInRange(1, 8, visits);
        Assert.IsInRange(0, visits, late);
        Assert.AreEqual(OfHappySell + (2 * visits) + late, requests.Count);
    }

    private async Task<IReadOnlyList<StorageRequest>> HappySellAsync(World world)
    {
        await HappySell.RunAsync(world); // after it the partner, and its user's verification, are known
        var requests = await HappySell.RunAsync(world);
        TestContext.WriteLine(string.Join('\n', requests.Select((request, n) => $"{n + 1,2} {request}")));
        return requests;
    }

    /// <summary>What the timer of every minute asks for is not a happy sell's, unless it happens to fall into a minute's turn.</summary>
    private static void NobodyVisits(string function, IReadOnlyList<object?> arguments)
    {
        if (function == nameof(ReviveSells))
        {
            throw new InvalidOperationException("not while a sell's requests are counted");
        }
    }

    [TestMethod]
    public async Task The_orchestration_can_be_read_with_the_key_and_only_with_it()
    {
        await using var world = await World.StartAsync();
        var sell = await SellDriver.StartAsync(world);
        await sell.DepositAsync();
        await world.QuietAsync();
        var instance = $"/runtime/webhooks/durabletask/instances/{sell.SellId}?showHistory=true";

        using var refused = await world.Api.GetAsync(instance);
        var shown = await world.Api.GetStringAsync($"{instance}&code=local-durable-key");

        Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("SubmitPayout", shown);
        Assert.Contains("\"runtimeStatus\":\"Completed\"", shown);
    }
}
