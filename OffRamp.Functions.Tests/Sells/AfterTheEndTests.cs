using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>An end stands, and what operators begin after it is brought to its own end all the same.</summary>
[TestClass]
public sealed class AfterTheEndTests
{
    [TestMethod]
    public async Task A_refund_begun_after_the_end_is_seen_through_without_anybody_asking()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await ReturnedAsync(shop);
        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });
        Assert.AreEqual("pending", await RefundAsync(shop, session));

        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);

        Assert.AreEqual("sent", await RefundAsync(shop, session));
    }

    [TestMethod]
    public async Task At_rest_again_and_told_the_sell_leaves_the_index_of_open_ones()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await ReturnedAsync(shop);
        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });

        await VisitAsync(shop, times: 3);
        var untold = await FindOpenAsync(shop, session);
        await shop.DeliverAsync(session);
        await VisitAsync(shop, times: 3);

        Assert.IsNotNull(untold);
        Assert.IsNull(await FindOpenAsync(shop, session));
        var id = PrefixedId.Parse<SellId>(session.SellId);
        var found = await shop.Services.GetRequiredService<OpenSells>().FindAllAsync(default).SingleAsync(sell => sell.Id == id);
        Assert.AreEqual((true, null), (found.HasEnded, found.Holding));
    }

    private static async Task VisitAsync(Shop shop, int times)
    {
        for (var visit = 0; visit < times; visit++)
        {
            shop.Clock.Advance(TimeSpan.FromMinutes(10));
            await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);
        }
    }

    private static Task<Row?> FindOpenAsync(Shop shop, OpenedSession session)
    {
        var id = PrefixedId.Parse<SellId>(session.SellId);
        return shop.Tables.Store.Table(StorageNames.Index).GetAsync(IndexKeys.Open(id), IndexKeys.SellRow(id));
    }

    [TestMethod]
    public async Task What_comes_after_the_end_gets_an_orchestration_of_its_own()
    {
        var durable = new FakeOrchestrations { Answer = HttpStatusCode.NotFound };
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton<IOrchestrationClient>(durable));
        var session = await ReturnedAsync(shop);
        var before = durable.Asked.Count;

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "refund" });

        var asked = durable.Asked.Skip(before).ToArray();
        CollectionAssert.IsSubsetOf(new[] { $"find {session.SellId}-r2", $"start Sell {session.SellId}-r2" }, asked, string.Join('\n', asked));
    }

    private static async Task<OpenedSession> ReturnedAsync(Shop shop)
    {
        var session = await shop.SellAsync(card: "tok_returned");
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.WalkAsync(session);
        var payout = (await shop.ReadSellAsync(session)).GetProperty("payouts").EnumerateArray().Single();
        await shop.PayoutComesBackAsync(session, payout);

        // The visit after the end closes its row: from here on nobody looks by itself.
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await shop.Services.GetRequiredService<ReviveSells>().RunAsync(default);
        return session;
    }

    private static async Task<string?> RefundAsync(Shop shop, OpenedSession session) =>
        (await shop.ReadSellAsync(session)).GetProperty("refunds").EnumerateArray().Single().GetProperty("status").GetString();
}
