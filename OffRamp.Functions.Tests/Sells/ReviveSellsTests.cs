using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>A host that died keeps a call of an activity for minutes: until then its orchestration runs, and hears no hint.</summary>
[TestClass]
public sealed class ReviveSellsTests
{
    [TestMethod]
    public async Task A_payout_that_a_running_orchestration_owes_is_made_within_three_minutes()
    {
        await using var shop = await OpenAsync();
        var session = await OwedAPayoutAsync(shop);

        await PassAsync(shop, minutes: 3);

        Assert.AreEqual(1, (await shop.ReadSellAsync(session)).GetProperty("payouts").GetArrayLength());
    }

    [TestMethod]
    public async Task A_notice_that_a_running_orchestration_does_not_hear_is_acted_on_within_three_minutes()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));

        await PassAsync(shop, minutes: 3);

        Assert.AreEqual(1, (await shop.ReadSellAsync(session)).GetProperty("payouts").GetArrayLength());
    }

    [TestMethod]
    public async Task Once_known_to_be_deaf_its_next_notice_is_acted_on_at_once()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));
        await PassAsync(shop, minutes: 3);
        var payout = (await shop.ReadSellAsync(session)).GetProperty("payouts")[0];

        using var heard = await shop.NoticeAsync("/webhooks/payouts", shop.Settings.Payouts.NoticeSecrets, new
        {
            type = "payout.settled",
            data = new { payout_id = payout.GetProperty("id").GetString(), amount = "227.70", currency = "EUR" },
        });

        Assert.AreEqual("completed", (await shop.ReadSellAsync(session)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Who_has_not_broken_its_promise_is_left_to_its_orchestration()
    {
        await using var shop = await OpenAsync();
        var session = await OwedAPayoutAsync(shop);

        await PassAsync(shop, minutes: 1);

        Assert.AreEqual(0, (await shop.ReadSellAsync(session)).GetProperty("payouts").GetArrayLength());
    }

    [TestMethod]
    public async Task Who_has_broken_it_is_moved_by_the_next_visit_whatever_that_was_for()
    {
        await using var shop = await OpenAsync();
        var session = await OwedAPayoutAsync(shop);

        await PassAsync(shop, minutes: 2);

        Assert.AreEqual(1, (await shop.ReadSellAsync(session)).GetProperty("payouts").GetArrayLength());
    }

    [TestMethod]
    public async Task A_visit_that_finds_an_orchestration_lost_counts_as_one_to_a_late_sell()
    {
        await using var shop = await OpenAsync(OrchestrationRuntimeStatus.Failed);
        await OwedAPayoutAsync(shop);
        using var metrics = new Metrics();

        await PassAsync(shop, minutes: 2);

        CollectionAssert.AreEqual(new[] { "1 found=started" }, metrics.Of("offramp.sell.revived").ToArray());
    }

    [TestMethod]
    [DataRow(OrchestrationRuntimeStatus.Pending, false, 1)]
    [DataRow(OrchestrationRuntimeStatus.Running, true, 3)]
    public async Task One_that_did_not_begin_or_is_deaf_for_minutes_is_given_up(OrchestrationRuntimeStatus status, bool isDeaf, int minutes)
    {
        await using var shop = await OpenAsync(status);
        var session = await shop.SellAsync();
        var sell = await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default);
        var engine = (FakeOrchestrations)shop.Services.GetRequiredService<IOrchestrationClient>();
        var orchestrations = shop.Services.GetRequiredService<SellOrchestrations>();
        var began = shop.Clock.GetUtcNow();
        engine.Instance = new("Sell", session.SellId) { RuntimeStatus = status, CreatedAt = began, LastUpdatedAt = began };
        var terminate = $"terminate {session.SellId}";

        if (isDeaf)
        {
            shop.Services.GetRequiredService<DeafSells>().Add(sell!.Id);
        }

        shop.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await orchestrations.ReviveAsync(sell!, isLate: true, default);
        var before = engine.Asked.Contains(terminate);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await orchestrations.ReviveAsync(sell!, isLate: true, default);

        Assert.IsFalse(before);
        Assert.Contains(terminate, engine.Asked);
    }

    [TestMethod]
    public async Task One_that_is_deaf_is_not_given_up_by_whoever_has_news_for_it()
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        var sell = await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default);
        var engine = (FakeOrchestrations)shop.Services.GetRequiredService<IOrchestrationClient>();
        shop.Services.GetRequiredService<DeafSells>().Add(sell!.Id);
        shop.Clock.Advance(TimeSpan.FromMinutes(4));

        var found = await shop.Services.GetRequiredService<SellOrchestrations>().ReviveAsync(sell, isLate: false, default);

        Assert.AreEqual(Revival.Deaf, found);
        Assert.DoesNotContain($"terminate {session.SellId}", engine.Asked);
        Assert.Contains($"raise NoticeReceived {session.SellId}", engine.Asked);
    }

    [TestMethod]
    [DataRow(true, "Hinted", DisplayName = "Late: it is deaf, and whoever has news for it moves it himself")]
    [DataRow(false, "Unreachable", DisplayName = "In time: somebody comes again")]
    public async Task One_that_runs_and_cannot_be_told_in_time(bool isLate, string revival)
    {
        await using var shop = await OpenAsync();
        var session = await shop.SellAsync();
        var sell = await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default);
        var engine = (FakeOrchestrations)shop.Services.GetRequiredService<IOrchestrationClient>();
        engine.FirstAnswers.Enqueue(HttpStatusCode.Accepted);
        engine.FirstAnswers.Enqueue(HttpStatusCode.InternalServerError);

        var found = await shop.Services.GetRequiredService<SellOrchestrations>().ReviveAsync(sell!, isLate, default);

        Assert.AreEqual(revival, $"{found}");
    }

    [TestMethod]
    public async Task A_visit_to_a_sell_that_only_waits_costs_two_table_requests()
    {
        await using var shop = await OpenAsync();
        var (one, other) = (await shop.SellAsync(), await shop.SellAsync());
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.WalkAsync(one);
        await shop.WalkAsync(other);
        shop.Tables.Log.Clear();

        await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);

        Assert.AreEqual(1 + (2 * 2), shop.Tables.Log.Count, shop.Tables.Log.ToString());
    }

    private static Task<Shop> OpenAsync(OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.Running) => Shop.OpenAsync(
        services => services.AddSingleton<IOrchestrationClient>(
            new FakeOrchestrations { Instance = FakeOrchestrations.Of("sell_any", status, DateTimeOffset.UnixEpoch) }));

    /// <summary>The deposit is taken in, and the call that was to follow is lost.</summary>
    private static async Task<OpenedSession> OwedAPayoutAsync(Shop shop)
    {
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "250");
        using var page = await shop.PageAsync(session, HttpMethod.Post, "/check_deposit");
        Assert.AreEqual("paying_out", (await shop.ReadSellAsync(session)).GetProperty("phase").GetString());
        return session;
    }

    /// <summary>The timer comes every minute, the first time fifty seconds later.</summary>
    private static async Task PassAsync(Shop shop, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(minute == 0 ? 50 : 60));
            await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);
        }
    }
}
