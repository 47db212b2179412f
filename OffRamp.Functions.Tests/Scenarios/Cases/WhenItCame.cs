using System.Net;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

[TestClass]
public sealed class WhenItCame
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    [TestMethod]
    public async Task Nothing_comes_and_the_sell_fails()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_cancel_before_any_deposit_is_granted()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user or the partner cancels.", () => tale.Sell.CancelAsync());
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_cancel_after_a_deposit_is_refused()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250 USDT, which are seen.", () => tale.Sell.DepositAsync(stopAt: "seen"));
        await tale.ThenAsync(
            "The user or the partner cancels, and is told `deposit_already_detected`.", () => tale.Sell.CancelAsync(HttpStatusCode.Conflict));
        await tale.ThenAsync("The transfer is confirmed.", tale.Sell.ConfirmAsync);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_was_seen_in_time_is_paid_though_it_is_confirmed_later()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.LaterAsync("Almost six hours pass.", Window - TimeSpan.FromMinutes(5));
        await tale.ThenAsync("The user sends 250 USDT, which are seen.", () => tale.Sell.DepositAsync(stopAt: "seen"));
        await tale.LaterAsync("Another hour passes.", TimeSpan.FromHours(1));
        await tale.ThenAsync("The transfer is confirmed.", tale.Sell.ConfirmAsync);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_late_deposit_is_refunded()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.LaterAsync("Another hour passes.", TimeSpan.FromHours(1));
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_was_seen_in_time_and_reported_after_the_end_is_paid()
    {
        await using var tale = await Tale.BeginAsync();
        var inTime = tale.World.Now;
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.ThenAsync(
            "The custodian reports 250 USDT that it saw within the six hours.", () => tale.Sell.DepositAsync(seenAt: inTime));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_was_seen_in_time_and_reported_after_a_cancel_is_refunded()
    {
        await using var tale = await Tale.BeginAsync();
        var inTime = tale.World.Now;
        await tale.ThenAsync("The user cancels.", () => tale.Sell.CancelAsync());
        await tale.ThenAsync("The custodian reports 250 USDT that it saw before.", () => tale.Sell.DepositAsync(seenAt: inTime));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_reorg_before_the_payout_gives_back_the_time_it_cost()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.LaterAsync("Five hours pass.", TimeSpan.FromHours(5));
        await tale.ThenAsync("The user sends 250 USDT, which are seen.", () => tale.Sell.DepositAsync(stopAt: "seen"));
        await tale.LaterAsync("Another two hours pass.", TimeSpan.FromHours(2));
        await tale.ThenAsync("The chain is reorganised, and the transfer is gone.", tale.Sell.DropAsync);
        await tale.LaterAsync("An hour and a half pass: with the two hours that were lost, it is not too late.", TimeSpan.FromHours(0.5));
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_reorg_after_the_payout_changes_no_end()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.ThenAsync("The chain is reorganised, and the transfer is gone. Operators are alerted.", tale.Sell.DropAsync);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_does_not_confirm_in_a_day_is_held()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250 USDT, which are seen.", () => tale.Sell.DepositAsync(stopAt: "seen"));
        await tale.LaterAsync("Half an hour passes.", TimeSpan.FromHours(0.5));
        await tale.LaterAsync("A day passes.", TimeSpan.FromHours(24));
        await tale.ThenAsync("The transfer is confirmed.", tale.Sell.ConfirmAsync);
        await tale.ThenAsync("An operator releases the sell.", () => tale.Sell.OperatorActsAsync(new { action = "release" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_never_confirms_is_ended_by_an_operator()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250 USDT, which are seen.", () => tale.Sell.DepositAsync(stopAt: "seen"));
        await tale.LaterAsync("A day and an hour pass.", TimeSpan.FromHours(25));
        await tale.ThenAsync("An operator asks for the refund; there is nothing to send.", () => tale.Sell.OperatorActsAsync(new { action = "refund" }));
        await tale.ThenAsync("The transfer is confirmed after all.", tale.Sell.ConfirmAsync);
        await tale.EndsAsDocumentedAsync();
    }
}
