using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
public sealed class RequestCountTests
{
    [TestMethod]
    public async Task Making_a_sell_costs_few_table_requests()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync(); // the partner, and its user's verification, are known by then
        shop.Tables.Log.Clear();

        var session = await shop.OpenSessionAsync();
        var quote = await shop.QuoteAsync(session);
        using var answer = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));

        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        Assert.IsLessThanOrEqualTo(12, shop.Tables.Log.Count, shop.Tables.Log.ToString());
    }
}
