namespace OffRamp.Functions.Tests.Scenarios.Cases;

[TestClass]
public sealed class HowItWasPaid
{
    [TestMethod]
    public async Task A_declined_card_is_replaced_and_paid()
    {
        await using var tale = await PaidInAsync("tok_declined", nameof(A_declined_card_is_replaced_and_paid));
        await tale.ThenAsync("The user gives another card.", () => tale.Sell.ActAsync("/payout_details", new { card_token = "tok_ok" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_declined_card_that_nobody_replaces_is_refunded_after_three_days()
    {
        await using var tale = await PaidInAsync("tok_declined", nameof(A_declined_card_that_nobody_replaces_is_refunded_after_three_days));
        await tale.LaterAsync("Almost three days pass.", TimeSpan.FromHours(71.9));
        await tale.LaterAsync("The three days are over.", TimeSpan.FromHours(0.2));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_user_who_would_rather_have_the_crypto_back_gets_it()
    {
        await using var tale = await PaidInAsync("tok_declined", nameof(A_user_who_would_rather_have_the_crypto_back_gets_it));
        await tale.ThenAsync("The user asks for the refund.", () => tale.Sell.ActAsync("/payout_details", new { refund = true }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_card_that_no_other_can_help_is_refunded()
    {
        await using var tale = await PaidInAsync("tok_closed", nameof(A_card_that_no_other_can_help_is_refunded));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_refund_that_fails_goes_to_another_address()
    {
        const string blocked = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
        await using var tale = await Tale.BeginAsync(
            "tok_closed", before: world => world.SandboxAsync("/sandbox/refund_failures", new { address = blocked }));
        await tale.ThenAsync("The user sends 250 USDT. The refund address takes none.", () => tale.Sell.DepositAsync());
        await tale.ThenAsync(
            "The user gives another address.",
            () => tale.Sell.ActAsync("/payout_details", new { refund_address = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_payout_that_comes_back_is_paid_again()
    {
        await using var tale = await ReturnedAsync(nameof(A_payout_that_comes_back_is_paid_again));
        await tale.ThenAsync("An operator pays to another card.", () => tale.Sell.OperatorActsAsync(new { action = "pay_out", card_token = "tok_ok" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_payout_that_comes_back_is_refunded()
    {
        await using var tale = await ReturnedAsync(nameof(A_payout_that_comes_back_is_refunded));
        await tale.ThenAsync("An operator sends the crypto back.", () => tale.Sell.OperatorActsAsync(new { action = "refund" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_slow_payout_is_waited_for()
    {
        await using var tale = await Tale.BeginAsync("tok_slow");
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync(), within: TimeSpan.Zero);
        await tale.LaterAsync("Half a minute later it settles.", TimeSpan.FromSeconds(30));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_payout_that_nobody_speaks_of_is_asked_about()
    {
        await using var tale = await PaidInAsync("tok_silent", nameof(A_payout_that_nobody_speaks_of_is_asked_about));
        await tale.LaterAsync("A quarter of an hour later the provider is asked: it has settled.", TimeSpan.FromMinutes(15));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_provider_that_lies_twice_changes_nothing()
    {
        await using var tale = await PaidInAsync("tok_silent", nameof(A_provider_that_lies_twice_changes_nothing));
        await tale.ThenAsync(
            "A notice says that the payout has failed. The provider, asked, says that it has settled.", () => tale.Sell.PayoutIsSaidAsync("payout.failed", "227.70"));
        await tale.ThenAsync("A notice says that 2.27 EUR were paid.", () => tale.Sell.PayoutIsSaidAsync("payout.settled", "2.27"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_provider_that_is_down_for_a_day_delays_the_payout()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The payout provider is down. The user sends 250 USDT.", async () =>
        {
            await tale.World.SandboxAsync("/sandbox/faults", new { provider = "payouts", mode = "503", times = 1_000_000 });
            await tale.Sell.DepositAsync();
        });
        await tale.LaterAsync("A day passes.", TimeSpan.FromDays(1));
        await BackAsync(tale, "The provider is there again, and within five minutes it is asked.", TimeSpan.FromMinutes(5));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_payout_that_stays_unknown_for_three_days_is_held()
    {
        await using var tale = await Tale.BeginAsync("tok_silent");
        await tale.ThenAsync("The user sends 250 USDT. The payout provider takes the payout, and is never heard of again.", async () =>
        {
            await tale.Sell.DepositAsync();
            await tale.World.QuietAsync();
            await tale.World.SandboxAsync("/sandbox/faults", new { provider = "payouts", mode = "503", times = 1_000_000 });
        });
        await tale.LaterAsync("An hour passes.", TimeSpan.FromHours(1));
        await tale.LaterAsync("Three days pass.", TimeSpan.FromDays(3));
        await tale.ThenAsync(
            "An operator tries to refund, and is told `payout_unresolved`: nobody knows whether the fiat is on the card.",
            () => tale.Sell.OperatorActsAsync(new { action = "refund" }, System.Net.HttpStatusCode.Conflict));
        await BackAsync(tale, "The provider is there again, and within the hour it is asked: the payout has settled.", TimeSpan.FromHours(1));
        await tale.EndsAsDocumentedAsync();
    }

    // At which moment of it depends on how often it was asked in vain.
    private static Task BackAsync(Tale tale, string words, TimeSpan within) => tale.ThenAsync(words, async () =>
    {
        (await tale.World.Sandbox.DeleteAsync("/sandbox/faults")).Dispose();
        tale.World.Jump(within);
    });

    private static async Task<Tale> PaidInAsync(string card, string name)
    {
        var tale = await Tale.BeginAsync(card, name: name);
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        return tale;
    }

    private static async Task<Tale> ReturnedAsync(string name)
    {
        var tale = await PaidInAsync("tok_returned", name);
        await tale.ThenAsync("The bank sends the payout back.", async () => await tale.World.SandboxAsync($"/sandbox/payouts/{await PayoutAsync(tale)}/return", new { }));
        return tale;
    }

    private static async Task<string> PayoutAsync(Tale tale) =>
        (await tale.Sell.ReadAsync()).GetProperty("payouts").EnumerateArray().Last().GetProperty("id").GetString()!;
}
