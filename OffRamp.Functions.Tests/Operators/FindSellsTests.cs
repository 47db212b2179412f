using System.Net;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class FindSellsTests
{
    [TestMethod]
    public async Task A_sell_is_found_by_hash_address_reference_and_any_id()
    {
        var sell = A.Sell() with { UserReference = "order #1/7" };
        await using var app = await NoticeApp.WithSellAsync(sell);
        using var answer = await app.DepositsAsync(app.Deposit());
        await app.Service<Advance>().RunAsync(sell.Id, null, default);

        foreach (var question in new[]
        {
            "tx_hash=0xABC1", $"address={A.Address}", "reference=order%20%231%2F7", $"reference={sell.Id}", $"reference={sell.Id.Session}",
            $"reference=pay_{sell.Id.Id}_1",
        })
        {
            Assert.AreEqual(sell.Id.ToString(), (await FindAsync(app, question)).Single(), question);
        }
    }

    [TestMethod]
    public async Task A_sell_is_found_by_the_address_that_something_went_back_to()
    {
        var sell = A.Sell() with { Refunds = [A.Refund()] };
        await using var app = await NoticeApp.WithSellAsync(sell);
        await app.AddAsync(A.Sell() with { Refunds = [A.Refund(A.Address)] });

        Assert.AreEqual(sell.Id.ToString(), (await FindAsync(app, $"address={sell.RefundAddress}")).Single());
    }

    [TestMethod]
    [DataRow("tx_hash=abc2")]
    [DataRow("address=TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [DataRow("address=nowhere")]
    [DataRow("reference=sell_00000000000000000000000000")]
    [DataRow("reference=order")]
    public async Task What_is_not_there_is_not_found(string question)
    {
        await using var app = await NoticeApp.WithSellAsync();

        Assert.HasCount(0, await FindAsync(app, question));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("address=")]
    [DataRow("reference=")]
    [DataRow("reference=a&address=b")]
    public async Task Exactly_one_way_to_find_is_asked_for(string question)
    {
        await using var app = await NoticeApp.StartAsync();

        using var answer = await app.OperatorAsksAsync($"/ops/api/find?{question}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "required");
    }

    private static async Task<List<string?>> FindAsync(NoticeApp app, string question) =>
        [.. (await app.OperatorReadsAsync($"/ops/api/find?{question}")).GetProperty("data").EnumerateArray()
            .Select(item => item.GetProperty("sell").Text("id"))];
}
