using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Deposits;

/// <summary>A notice and all that it changes are one transaction where they can be; else it is stored first.</summary>
[TestClass]
public sealed class NoticeTakenInTests
{
    [TestMethod]
    public async Task What_a_notice_changes_is_stored_with_it_and_its_event_says_what_is_next()
    {
        await using var app = await NoticeApp.WithSellAsync();

        using var answer = await app.DepositsAsync(app.Deposit());

        var sell = await app.ReadAsync();
        Assert.AreEqual(SellPhase.PayingOut, sell.Phase);
        Assert.IsGreaterThan(0L, (await app.InboxAsync()).Single().GetInt64(SellKeys.Handled)!.Value);
        Assert.AreEqual(new SellStep(SellPhase.PayingOut, NextStep.AskCustodian, TimeSpan.FromMinutes(1), sell.Revision), app.Durable.LastData);
    }

    [TestMethod]
    public async Task A_notice_that_cannot_be_decided_on_at_once_is_stored_and_its_event_tells_to_look()
    {
        await using var app = await NoticeApp.WithSellAsync();
        await app.Service<SellStore>().AddToInboxAsync(app.Sell.Id, SellRows.Of(app.Sell.Id, new CancelRequest(SellKeys.CancelRequest, app.Clock.GetUtcNow())), default);
        app.Clock.Advance(RecentSells.Lifetime);

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(0L, (await app.InboxAsync()).Single(row => row.RowKey != SellKeys.CancelRequest).GetInt64(SellKeys.Handled));
        Assert.IsNull(app.Durable.LastData);
        Assert.AreEqual(app.Clock.GetUtcNow(), (await app.OpenAsync())!.GetDateTimeOffset("VisitAt"));
    }

    [TestMethod]
    public async Task A_notice_decided_on_a_sell_that_another_process_has_changed_is_decided_on_once_more()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var sells = app.Service<TableStore>().Table(StorageNames.Sells);
        var row = await sells.GetAsync(SellKeys.Partition(app.Sell.Id), SellKeys.Sell);
        await sells.ReplaceAsync(row!, row!.ETag);

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.HasCount(1, (await app.ReadAsync()).Deposits);
        Assert.IsNotNull(app.Durable.LastData);
    }

    [TestMethod]
    public async Task A_notice_whose_transfer_cannot_be_claimed_just_now_is_stored_all_the_same()
    {
        var line = new StorageLine();
        var connection = await AzuriteFixture.ConnectionStringAsync();
        await using var app = await NoticeApp.WithSellAsync(replace: services => services.AddSingleton(_ => line.Open(connection)));
        line.Cuts = request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith(StorageNames.Index, StringComparison.Ordinal);

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual(0L, (await app.InboxAsync()).Single().GetInt64(SellKeys.Handled));
    }
}
