using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>A sell that ended long ago: nobody looks at it by himself any more, so somebody must be told of what is stored for it.</summary>
[TestClass]
public sealed class UnheardNoticeTests
{
    private readonly FaultyEdge edge = FaultyEdge.ToStorage();

    [TestMethod]
    public async Task What_nobody_could_be_told_of_is_not_acknowledged()
    {
        await using var app = await EndedAsync();
        var hasStored = false;
        edge.Decide = call => hasStored && call.IsWrite ? Mood.Refused : Mood.Fine;
        edge.Before = call =>
        {
            hasStored |= call.Name == "POST $batch";
            return Task.CompletedTask;
        };

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.IsNotNull(answer.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task Sent_again_when_the_storage_is_back_it_is_read()
    {
        await using var app = await EndedAsync();
        var batches = 0;
        edge.Decide = call => call.Name == "POST $batch" && ++batches > 1 || call.Name.StartsWith("PATCH", StringComparison.Ordinal) ? Mood.Refused : Mood.Fine;
        using var refused = await app.DepositsAsync(app.Deposit(), "msg_1");
        edge.Decide = _ => Mood.Fine;

        using var answer = await app.DepositsAsync(app.Deposit(), "msg_1");

        Assert.AreEqual((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, answer.StatusCode));
        Assert.HasCount(1, (await app.ReadAsync()).Deposits);
    }

    [TestMethod]
    public async Task A_promised_visit_is_enough()
    {
        await using var app = await EndedAsync();
        var batches = 0;
        edge.Decide = call => call.Name == "POST $batch" && ++batches > 1 ? Mood.Refused : Mood.Fine;

        using var answer = await app.DepositsAsync(app.Deposit());

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        edge.Decide = _ => Mood.Fine;
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.Service<ReviveSells>().RunAsync(default);
        Assert.HasCount(1, (await app.ReadAsync()).Deposits);
    }

    private async Task<NoticeApp> EndedAsync()
    {
        var sell = A.Sell() with { Status = SellStatus.Failed, Phase = SellPhase.Expired, FailureCode = FailureCodes.DepositTimeout, IsAtRest = true };
        var app = await NoticeApp.WithSellAsync(sell, services => services.AddSingleton(all =>
        {
            var storage = all.GetRequiredService<Settings>().Storage;
            return AzuriteTables.Open(storage.ConnectionString!, storage.TablePrefix, edge);
        }));
        var open = app.Service<OpenSells>();
        await foreach (var found in open.FindDueAsync(app.Clock.GetUtcNow() + TimeSpan.FromDays(1), default))
        {
            await open.CloseAsync(found, default);
        }

        app.Durable.Answer = HttpStatusCode.Gone;
        return app;
    }
}
