using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

/// <summary>An operator who disables a partner stops what its open sessions would begin.</summary>
[TestClass]
public sealed class DisabledPartnerTests
{
    [TestMethod]
    public async Task Nothing_new_begins_by_a_session_that_was_open_before()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        await DisableAsync(shop);

        using var quoted = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        using var sold = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        await ProblemBody.ExpectAsync(quoted, HttpStatusCode.Forbidden, "offramp_disabled");
        await ProblemBody.ExpectAsync(sold, HttpStatusCode.Forbidden, "offramp_disabled");
    }

    [TestMethod]
    public async Task A_sell_under_way_goes_on()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await DisableAsync(shop);

        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);

        Assert.AreEqual("paying_out", (await shop.ReadSellAsync(session)).GetProperty("phase").GetString());
    }

    private static Task DisableAsync(Shop shop) => shop.ChangePartnerAsync(new { offramp_enabled = false });
}
