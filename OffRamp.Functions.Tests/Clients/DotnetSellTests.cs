using OffRamp.Client;
using OffRamp.Client.Models;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>The client for .NET against the whole product, as a partner would use it.</summary>
[TestClass]
public sealed class DotnetSellTests
{
    [TestMethod]
    public async Task It_sells_and_hears_the_same_by_live_updates_feed_and_reading()
    {
        await using var world = await World.StartAsync();
        using var gate = Client(world);
        var session = await gate.Widget.CreateSessionAsync(new()
        {
            PartnerUserId = "ada",
            UserEmail = "ada+verified@example.com",
            Currency = "USDT",
            Network = "TRC20",
            FiatCurrency = "EUR",
        });
        var page = new OffRampSellPage(world.Api, world.Api.BaseAddress!, session.Id, session.ClientSecret!);
        var quote = await page.LockQuoteAsync(new() { CryptoAmount = 250m });
        var sell = await page.StartSellAsync(new() { QuoteId = quote.Id, CardToken = "tok_ok", RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" });

        await world.SandboxAsync("/sandbox/deposits", new { network = "TRC20", address = sell.Deposit.Address, amount = "250" });
        var updates = await gate.Sells.FollowAsync(sell.Id).ToListAsync();
        var told = await gate.Events.Feed(new() { SellId = sell.Id, Every = TimeSpan.FromMilliseconds(200) }).TakeWhile(one => one.Type != "sell.completed").ToListAsync();

        var read = await gate.Sells.GetAsync(sell.Id);
        Assert.AreEqual((SellStatus.Completed, SellPhase.Paid, 227.70m), (read.Status, read.Phase, read.Payouts.Single().Amount));
        Assert.AreEqual((SellStatus.Completed, sell.Id), (updates[^1].Status, updates[^1].MerchantTransactionId));
        CollectionAssert.AreEqual(updates.Select(update => update.Sequence).Order().Distinct().ToList(), updates.Select(update => update.Sequence).ToList());
        CollectionAssert.IsSubsetOf(new[] { "sell.pending", "deposit.confirmed", "payout.settled" }, told.Select(one => one.Type).ToList());
        Assert.AreEqual(sell.Id, told.Last().Sell!.Id);
        Assert.AreEqual(SellStatus.Completed, (await gate.Widget.GetTransactionAsync(session.MerchantTransactionId!)).Status);
        Assert.AreEqual(KycStatus.Verified, (await gate.Widget.GetKycStatusAsync("ada")).Status);
    }

    [TestMethod]
    public async Task The_rest_of_the_API_is_there_too()
    {
        await using var world = await World.StartAsync();
        using var gate = Client(world);
        var wanted = new GateSessionBody { Currency = "EUR", TargetToken = "USDT", TargetNetwork = "TRON", UserReference = "order-1" };

        var session = await gate.Sessions.CreateAsync(wanted, new() { IdempotencyKey = "order-1" });
        var again = await gate.Sessions.CreateAsync(wanted, new() { IdempotencyKey = "order-1" });
        var renewed = await gate.Sessions.RenewClientSecretAsync(session.Id);
        var cancelled = await gate.Sessions.CancelAsync(session.Id);
        var listed = await gate.Sessions.List(new() { UserReference = "order-1" }).ToListAsync();
        var quote = await gate.Quotes.CreateAsync(new() { Asset = "USDT", Network = "TRC20", FiatCurrency = "EUR", CryptoAmount = 250m });
        var endpoint = await gate.Webhooks.SetEndpointAsync(new() { Url = "http://127.0.0.1:9/hooks" });
        var test = await gate.Webhooks.TestAsync();
        var today = DateOnly.FromDateTime(world.Now.UtcDateTime);

        Assert.AreEqual(session.Id, again.Id);
        Assert.AreNotEqual(session.ClientSecret, renewed.ClientSecret);
        Assert.AreEqual((SessionStatus.Cancelled, session.Id), (cancelled.Status, listed.Single().Id));
        Assert.AreEqual(227.70m, quote.FiatAmount);
        Assert.IsTrue(endpoint.Secret!.StartsWith("whsec_", StringComparison.Ordinal) && !test.Delivered);
        Assert.IsFalse((await gate.Capabilities.GetAsync(new() { FiatCurrency = "GBP" })).Eligible);
        Assert.AreEqual(today, (await gate.Settlements.GetAsync(today)).Date);
        Assert.IsGreaterThan(20, (await gate.Settlements.GetCsvAsync(today)).Length);
        Assert.AreEqual($"{today:yyyy-MM}", (await gate.Settlements.GetStatementAsync(today.Year, today.Month)).Month);
        Assert.IsGreaterThan(20, (await gate.Settlements.GetStatementCsvAsync(today.Year, today.Month)).Length);
        Assert.IsEmpty((await gate.Settlements.GetBalancesAsync()).Data);
        await Assert.ThrowsExactlyAsync<OffRampNotFoundException>(() => gate.Sells.GetAsync("sell_01m7z0b3axe53bbsp75d8bhvn7"));
    }

    private static OffRampClient Client(World world) => new(new OffRampOptions { BaseUrl = world.Api.BaseAddress!, Token = Shop.Token });
}
