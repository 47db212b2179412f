using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Idempotency;

/// <summary>Keys and stored answers are kept for seven days, and not for ever.</summary>
[TestClass]
public sealed class ForgetClaimsTests
{
    [TestMethod]
    public async Task What_is_older_than_a_key_is_kept_is_taken_away_of_partners_of_pages_and_of_operators()
    {
        await using var shop = await Shop.OpenAsync();
        await OpenAsync(shop, "old");
        var session = await shop.OpenSessionAsync();
        (await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" }, "old")).Dispose();
        (await shop.OperatorAsync("/ops/api/assets/USDT/ERC20", new { paused = true }, "old")).Dispose();
        var before = await KeysAsync(shop);

        shop.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromHours(2));
        await OpenAsync(shop, "new");
        await shop.Services.GetRequiredService<ForgetClaims>().RunAsync(default);

        Assert.AreEqual(3, before);
        Assert.AreEqual(1, await KeysAsync(shop));
    }

    [TestMethod]
    public async Task What_is_still_kept_is_answered_from()
    {
        await using var shop = await Shop.OpenAsync();
        var first = await OpenAsync(shop, "k");

        shop.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        await shop.Services.GetRequiredService<ForgetClaims>().RunAsync(default);

        Assert.AreEqual(first, await OpenAsync(shop, "k"));
    }

    private static async Task<string> OpenAsync(Shop shop, string key)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), key);
        return (await Shop.ReadAsync(answer, HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    private static async Task<int> KeysAsync(Shop shop)
    {
        var count = 0;
        await foreach (var row in shop.Tables.Store.Table(StorageNames.Index).QueryAllAsync(new(null)))
        {
            count += row.RowKey.StartsWith(ClaimStore.RowPrefix, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
