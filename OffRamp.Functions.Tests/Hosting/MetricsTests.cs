using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>What a payments team watches, as the parts of the app say it on real tables.</summary>
[TestClass]
public sealed class MetricsTests
{
    [TestMethod]
    public async Task A_sell_that_is_paid_counts_once_by_its_end_and_says_how_long_the_user_waited()
    {
        await using var shop = await Shop.OpenAsync();
        using var metrics = new Metrics();
        var sell = await shop.SellAsync(card: "tok_silent");
        await shop.DepositAsync(sell, "250");
        await shop.WalkAsync(sell);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        await shop.WalkAsync(sell);
        await shop.WalkAsync(sell);

        CollectionAssert.AreEqual(new[] { "1 status=completed reason=none" }, metrics.Of("offramp.sell.ended").ToArray());
        CollectionAssert.AreEqual(new[] { "960 currency=EUR" }, metrics.Of("offramp.sell.payout.time").ToArray());
    }

    [TestMethod]
    public async Task A_webhook_says_how_long_after_the_change_it_was_taken()
    {
        await using var shop = await Shop.OpenAsync();
        await using var partner = await Listener.ListenAsync(shop.Services);
        var sell = await shop.SellAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(42));
        using var metrics = new Metrics();

        await shop.DeliverAsync(sell);

        CollectionAssert.AreEqual(new[] { "42", "42" }, metrics.Of("offramp.webhook.lag").ToArray());
    }

    [TestMethod]
    public async Task Money_that_is_held_is_told_every_night_by_its_age_and_told_as_nothing_when_it_has_left()
    {
        await using var shop = await Shop.OpenAsync();
        var sell = await shop.SellAsync(card: "tok_silent");
        await shop.DepositAsync(sell, "250");
        await shop.WalkAsync(sell);
        using var metrics = new Metrics();

        await CheckAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(sell);
        await CheckAsync(shop);

        var young = metrics.Of("offramp.money.held").Where(told => told.EndsWith("asset=USDT age=1h", StringComparison.Ordinal));
        CollectionAssert.AreEqual(new[] { "250 asset=USDT age=1h", "0 asset=USDT age=1h" }, young.ToArray());
    }

    [TestMethod]
    public async Task What_a_sell_keeps_after_its_end_is_held_every_night()
    {
        await using var shop = await Shop.OpenAsync();
        await EndedWithDustAsync(shop);
        using var metrics = new Metrics();

        await CheckAsync(shop);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await CheckAsync(shop);

        var held = metrics.Of("offramp.money.held").Where(told => !told.StartsWith("0 ", StringComparison.Ordinal));
        CollectionAssert.AreEqual(new[] { "0.5 asset=USDT age=1d", "0.5 asset=USDT age=7d" }, held.ToArray());
    }

    [TestMethod]
    public async Task Each_night_looks_at_the_sells_that_keep_something_without_reading_them_again()
    {
        await using var shop = await Shop.OpenAsync();
        await EndedWithDustAsync(shop);
        await CheckAsync(shop);
        shop.Tables.Log.Clear();

        await CheckAsync(shop);

        Assert.IsFalse(shop.Tables.Log.Requests.Any(request => request.Table == StorageNames.Sells), shop.Tables.Log.ToString());
    }

    [TestMethod]
    public async Task What_is_on_its_way_back_is_held_until_it_has_arrived()
    {
        await using var shop = await Shop.OpenAsync();
        var sell = await shop.SellAsync(card: "tok_closed");
        await shop.DepositAsync(sell, "250");
        await shop.WalkAsync(sell);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(sell);
        using var metrics = new Metrics();

        await CheckAsync(shop);
        var open = (await shop.ReadSellAsync(sell)).GetProperty("refunds")[0].Text("status");
        await shop.PassAsync(sell);
        await CheckAsync(shop);

        Assert.AreEqual("pending", open);
        var young = metrics.Of("offramp.money.held").Where(told => told.EndsWith("asset=USDT age=1h", StringComparison.Ordinal));
        CollectionAssert.AreEqual(new[] { "250 asset=USDT age=1h", "0 asset=USDT age=1h" }, young.ToArray());
    }

    [TestMethod]
    public async Task Each_operation_on_the_tables_counts_once()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync();
        shop.Tables.Log.Clear();
        using var metrics = new Metrics();

        await CheckAsync(shop);

        Assert.IsNotEmpty(shop.Tables.Log.Requests);
        CollectionAssert.AreEquivalent(
            shop.Tables.Log.Requests.Where(request => request.Attempt == 1).Select(request => $"1 operation={request.Operation} table={request.Table}").ToArray(),
            metrics.Of("offramp.storage.operations").ToArray());
    }

    /// <summary>Nothing but a speck came: it stays with us, and the sell leaves the index of open ones.</summary>
    private static async Task EndedWithDustAsync(Shop shop)
    {
        var sell = await shop.SellAsync();
        await shop.DepositAsync(sell, "0.5");
        await shop.WalkAsync(sell);
        shop.Clock.Advance(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1));
        await shop.WalkAsync(sell);
        Assert.AreEqual("expired", (await shop.ReadSellAsync(sell)).Text("phase"));
        await shop.DeliverAsync(sell);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);
    }

    private static Task CheckAsync(Shop shop) => shop.Services.GetRequiredService<CheckLedgers>().RunAsync(default);
}
