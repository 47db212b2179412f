using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sessions;

[TestClass]
public sealed class SessionStoreTests
{
    [TestMethod]
    public async Task A_session_that_a_dead_process_has_stored_is_found_and_not_made_anew()
    {
        await using var shop = await Shop.OpenAsync();
        var (store, stored) = await ReadAsync(shop);

        var again = await store.AddAsync(stored.Session with { UserReference = "another" }, default);

        Assert.IsNull(again.UserReference);
        CollectionAssert.AreEqual(new[] { "session.created" }, await shop.EventsAsync(new(again.Id.ToString(), "", default)));
    }

    [TestMethod]
    public async Task Of_two_changes_of_one_version_one_wins_and_the_other_hears_it()
    {
        await using var shop = await Shop.OpenAsync();
        var (store, stored) = await ReadAsync(shop);

        var saved = await Task.WhenAll(Enumerable.Range(2, 4).Select(version =>
            store.SaveAsync(stored, stored.Session with { SecretVersion = version }, default)));

        var winner = saved.Single(session => session is not null)!;
        Assert.AreEqual(winner.Session.SecretVersion, (await store.FindAsync(stored.Session.Id, default))!.Session.SecretVersion);
    }

    [TestMethod]
    public async Task Changes_at_once_all_happen_where_each_is_decided_anew()
    {
        await using var shop = await Shop.OpenAsync();
        var (store, stored) = await ReadAsync(shop);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.ChangeAsync(
            stored, current => current.Session with { SecretVersion = current.Session.SecretVersion + 1 }, default)));

        Assert.AreEqual(6, (await store.FindAsync(stored.Session.Id, default))!.Session.SecretVersion);
    }

    private static async Task<(SessionStore Store, StoredSession Stored)> ReadAsync(Shop shop)
    {
        var session = await shop.OpenSessionAsync();
        var store = shop.Services.GetRequiredService<SessionStore>();
        return (store, (await store.FindAsync(PrefixedId.Parse<SessionId>(session.Id), default))!);
    }
}
