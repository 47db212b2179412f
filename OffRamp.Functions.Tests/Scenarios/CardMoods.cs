using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>What becomes of a payout, card by card: one that counts, the money where it belongs, the ledger closed.</summary>
[TestClass]
public sealed class CardMoods
{
    [TestMethod]
    public async Task A_slow_card_is_waited_for()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_slow");
        Assert.AreEqual("processing/paying_out", await sell.StandsAsync());

        await world.AdvanceAsync(TimeSpan.FromSeconds(31));

        await EndsAsync(sell, "completed/paid", "227.70 settled");
    }

    [TestMethod]
    public async Task A_declined_card_is_asked_for_another_which_is_paid()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_declined");
        Assert.AreEqual("processing/action_required", await sell.StandsAsync());
        Assert.AreEqual("payout_details", (await sell.ReadAsync()).GetProperty("user_action").GetProperty("kind").GetString());

        await sell.ActAsync("/payout_details", new { card_token = "tok_ok" });
        await world.QuietAsync();

        await EndsAsync(sell, "completed/paid", "227.70 failed, 227.70 settled");
    }

    [TestMethod]
    public async Task A_declined_card_that_nobody_replaces_is_refunded_after_three_days()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_declined");

        world.Jump(TimeSpan.FromHours(71.9));
        await world.QuietAsync();
        Assert.AreEqual("processing/action_required", await sell.StandsAsync());
        world.Jump(TimeSpan.FromHours(0.2));
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await EndsAsync(sell, "failed/refunded payout_failed", "227.70 failed", "250 sent");
    }

    [TestMethod]
    public async Task A_user_who_would_rather_have_the_crypto_back_gets_it()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_declined");

        await sell.ActAsync("/payout_details", new { refund = true });
        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await EndsAsync(sell, "failed/refunded refund_requested", "227.70 failed", "250 sent");
    }

    [TestMethod]
    public async Task A_closed_card_fails_the_sell_and_the_crypto_goes_back()
    {
        await using var world = await World.StartAsync();
        var sell = await PaidInAsync(world, "tok_closed");

        await world.AdvanceAsync(TimeSpan.FromSeconds(30));

        await EndsAsync(sell, "failed/refunded payout_failed", "227.70 failed", "250 sent");
    }

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
    public async Task A_payout_that_comes_back_is_held_as_a_case_until_an_operator_pays_again()
    {
        await using var world = await World.StartAsync();
        var sell = await ReturnedAsync(world);

        await sell.OperatorActsAsync(new { action = "pay_out", card_token = "tok_ok" });
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        await EndsAsync(sell, "completed/paid", "227.70 returned, 227.70 settled");
    }

    [TestMethod]
    public async Task A_payout_that_comes_back_may_be_refunded_instead()
    {
        await using var world = await World.StartAsync();
        var sell = await ReturnedAsync(world);

        await sell.OperatorActsAsync(new { action = "refund" });
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        await EndsAsync(sell, "completed/paid", "227.70 returned", "250 sent");
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

    // The money is held and nothing moves by itself: hours later it is still so.
    private static async Task<SellDriver> ReturnedAsync(World world)
    {
        var sell = await PaidInAsync(world, "tok_returned");
        await EndsAsync(sell, "completed/paid", "227.70 settled");
        var payout = (await sell.ReadAsync()).GetProperty("payouts")[0].GetProperty("id").GetString();

        await world.SandboxAsync($"/sandbox/payouts/{payout}/return", new { });
        await world.AdvanceAsync(TimeSpan.FromMinutes(30));

        await EndsAsync(sell, "completed/paid", "227.70 returned");
        Assert.AreEqual("returned", (await sell.ReadAsync()).GetProperty("labels").EnumerateArray().Single().GetString());
        Assert.AreEqual("payout_returned", (await sell.ReadAsOperatorAsync()).GetProperty("cases").EnumerateArray().Single().GetProperty("kind").GetString());
        return sell;
    }

    private static async Task EndsAsync(SellDriver sell, string stands, string payouts, string refunds = "")
    {
        Assert.AreEqual(stands, await sell.StandsAsync());
        Assert.AreEqual(payouts, await sell.EffectsAsync("payouts"));
        Assert.AreEqual(refunds, await sell.EffectsAsync("refunds"));
        await sell.IsAccountedForAsync();
    }
}
