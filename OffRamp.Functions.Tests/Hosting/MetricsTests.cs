using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells.Store;
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

    private static Task CheckAsync(Shop shop) => shop.Services.GetRequiredService<CheckLedgers>().RunAsync(default);
}
