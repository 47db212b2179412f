using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>Cards that only the payout provider has trouble with: one payout, the ledger closed. What users notice is in Cases/.</summary>
[TestClass]
public sealed class CardMoods
{
    [TestMethod]
    public async Task A_flaky_card_is_tried_until_it_takes_the_payout()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_flaky");

        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await EndsAsync(sell, "completed/paid", "227.70 settled");
    }

    [TestMethod]
    public async Task An_accepted_payout_whose_answer_never_came_is_asked_for_and_not_sent_again()
    {
        var edge = FaultyEdge.ToProviders();
        edge.Impatience = TimeSpan.FromMilliseconds(300);
        await using var world = await World.StartAsync(edges: new Edges { Providers = edge });
        var sell = await PaidInAsync(world, "tok_timeout_accepted");

        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await EndsAsync(sell, "completed/paid", "227.70 settled");
        Assert.AreEqual(1, edge.Calls.Count(call => call.Name == "POST /payouts"));
    }

    [TestMethod]
    public async Task A_provider_that_sends_no_notice_is_asked_after_a_quarter_of_an_hour()
    {
        var edge = FaultyEdge.ToProviders();
        await using var world = await World.StartAsync(edges: new Edges { Providers = edge });
        var sell = await PaidInAsync(world, "tok_silent");

        await world.AdvanceAsync(TimeSpan.FromMinutes(14));
        Assert.AreEqual("processing/paying_out", await sell.StandsAsync());
        Assert.AreEqual(1, edge.Calls.Count(call => call.Name == "GET /payouts"), "asked before its time");
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        await EndsAsync(sell, "completed/paid", "227.70 settled");
    }

    [TestMethod]
    public async Task While_a_payout_is_silent_an_operator_can_neither_pay_nor_refund()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_silent");
        await sell.OperatorActsAsync(new { action = "hold" });

        var paid = await sell.OperatorActsAsync(new { action = "pay_out", card_token = "tok_ok" }, HttpStatusCode.Conflict);
        var refunded = await sell.OperatorActsAsync(new { action = "refund" }, HttpStatusCode.Conflict);

        Assert.AreEqual("payout_unresolved", paid.GetProperty("code").GetString());
        Assert.AreEqual("payout_unresolved", refunded.GetProperty("code").GetString());
        await world.AdvanceAsync(TimeSpan.FromMinutes(16));
        await EndsAsync(sell, "completed/paid", "227.70 settled");
    }

    private static async Task<SellDriver> PaidInAsync(World world, string card)
    {
        var sell = await SellDriver.StartAsync(world, card);
        await sell.DepositAsync();
        await world.QuietAsync();
        return sell;
    }

    private static async Task EndsAsync(SellDriver sell, string stands, string payouts)
    {
        Assert.AreEqual(stands, await sell.StandsAsync());
        Assert.AreEqual(payouts, await sell.EffectsAsync("payouts"));
        Assert.AreEqual("", await sell.EffectsAsync("refunds"));
        await sell.IsAccountedForAsync();
    }
}
