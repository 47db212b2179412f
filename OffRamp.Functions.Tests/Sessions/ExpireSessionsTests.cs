using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

[TestClass]
public sealed class ExpireSessionsTests
{
    private static readonly string[] Expired = ["session.created", "session.expired"];

    [TestMethod]
    public async Task A_partner_hears_of_an_expired_session_that_nobody_looks_at()
    {
        await using var shop = await Shop.OpenAsync();
        var proof = await shop.OpenSessionAsync();
        using var opened = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "k");
        var gate = OpenedSession.Of(await Shop.ReadAsync(opened, System.Net.HttpStatusCode.Created));

        await VisitAsync(shop, after: TimeSpan.FromMinutes(29));
        var early = await shop.EventsAsync(proof);
        await VisitAsync(shop, after: TimeSpan.FromMinutes(2));
        var undelivered = await DueAsync(shop);
        await shop.DeliverAsync(proof);
        await shop.DeliverAsync(gate);
        await VisitAsync(shop, after: TimeSpan.FromMinutes(6));

        Assert.AreEqual(1, early.Length);
        CollectionAssert.AreEqual(Expired, await shop.EventsAsync(proof));
        CollectionAssert.AreEqual(Expired, await shop.EventsAsync(gate));
        Assert.HasCount(2, undelivered);
        Assert.IsEmpty(await DueAsync(shop));
    }

    [TestMethod]
    public async Task A_session_whose_user_acts_is_looked_for_again_when_it_can_expire_next()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        await shop.QuoteAsync(session);

        await VisitAsync(shop, after: TimeSpan.FromMinutes(11));
        var early = await shop.EventsAsync(session);
        await VisitAsync(shop, after: TimeSpan.FromMinutes(20));

        Assert.AreEqual(1, early.Length);
        CollectionAssert.AreEqual(Expired, await shop.EventsAsync(session));
    }

    [TestMethod]
    public async Task A_session_with_a_sell_or_told_to_be_cancelled_is_not_looked_for_any_more()
    {
        await using var shop = await Shop.OpenAsync();
        var sold = await shop.SellAsync();
        var cancelled = await shop.OpenSessionAsync();
        using var cancel = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{cancelled.Id}/cancel");
        await shop.DeliverAsync(cancelled);

        await VisitAsync(shop, after: TimeSpan.FromMinutes(31));

        Assert.IsEmpty(await DueAsync(shop));
        Assert.DoesNotContain("session.expired", await shop.EventsAsync(sold));
        Assert.DoesNotContain("session.expired", await shop.EventsAsync(cancelled));
    }

    [TestMethod]
    public async Task A_session_that_never_came_to_be_is_waited_for_as_long_as_its_key_is_kept()
    {
        await using var shop = await Shop.OpenAsync();
        using var refused = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", new { flow = "on_ramp" }, "k");
        var id = new SessionId(Id26.New(shop.Clock.GetUtcNow()));
        await shop.Services.GetRequiredService<SessionStore>().ListAsync(DemoPartner.Id, id, null, null, null, default);

        await VisitAsync(shop, after: TimeSpan.FromMinutes(31));
        var meanwhile = await DueAsync(shop);
        await VisitAsync(shop, after: TimeSpan.FromDays(8));

        Assert.EndsWith(id.Id.ToString(), meanwhile.Single());
        Assert.IsEmpty(await DueAsync(shop));
    }

    [TestMethod]
    public async Task What_a_creation_that_died_took_of_its_users_day_is_given_back_once_the_session_has_ended()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var (id, reservations) = (PrefixedId.Parse<SessionId>(session.Id), shop.Services.GetRequiredService<Reservations>());
        var user = (await shop.Services.GetRequiredService<SessionStore>().FindAsync(id, default))!.Session.UserKey!;
        Task<UserDay> DayAsync() => reservations.ReadAsync(DemoPartner.Id, user, id.Sell, shop.Clock.GetUtcNow(), default);
        var taken = new Reservation(DemoPartner.Id, user, id.Sell, Money.Parse("250", Currency.USDT), shop.Clock.GetUtcNow());
        Assert.IsTrue(await reservations.ReserveAsync(taken, Money.Parse("50000", Currency.USDT), await DayAsync(), default));

        await VisitAsync(shop, after: TimeSpan.FromMinutes(31));
        await shop.DeliverAsync(session);
        await VisitAsync(shop, after: TimeSpan.FromMinutes(6));

        var day = await DayAsync();
        Assert.IsNull(day.Sell);
        Assert.AreEqual("0", day.Day!.GetString("Total"));
    }

    [TestMethod]
    public async Task Visits_cost_nothing_but_a_look_while_nothing_is_due()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OpenSessionAsync();
        shop.Tables.Log.Clear();

        await VisitAsync(shop, after: TimeSpan.FromMinutes(10));

        Assert.AreEqual(2, shop.Tables.Log.Count, shop.Tables.Log.ToString());
    }

    private static async Task VisitAsync(Shop shop, TimeSpan after)
    {
        shop.Clock.Advance(after);
        await shop.Services.GetRequiredService<ExpireSessions>().RunAsync(default);
    }

    private static async Task<List<string>> DueAsync(Shop shop)
    {
        var keys = new List<string>();
        await foreach (var row in shop.Tables.Store.Table(StorageNames.Index).QueryAllAsync(new(null)))
        {
            if (row.RowKey.StartsWith("due|", StringComparison.Ordinal))
            {
                keys.Add(row.RowKey);
            }
        }

        return keys;
    }
}
