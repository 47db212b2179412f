namespace OffRamp.Functions.Tests.Scenarios.Cases;

[TestClass]
public sealed class HowMuchCame
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [TestMethod]
    public async Task What_is_nearly_exact_is_paid_for()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 249 USDT.", () => tale.Sell.DepositAsync("249"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task Several_deposits_are_paid_for_together()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 100 USDT.", () => tale.Sell.DepositAsync("100"));
        await tale.ThenAsync("The user sends the other 150 USDT, which are seen.", () => tale.Sell.DepositAsync("150", "seen"));
        await tale.ThenAsync("They are confirmed.", tale.Sell.ConfirmAsync);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_top_up_completes_what_was_short()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 100 USDT.", () => tale.Sell.DepositAsync("100"));
        await tale.LaterAsync("Hours pass.", TimeSpan.FromHours(5));
        await tale.ThenAsync("The user sends 150 USDT.", () => tale.Sell.DepositAsync("150"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_is_short_at_the_deadline_is_paid_for()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 100 USDT.", () => tale.Sell.DepositAsync("100"));
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_is_short_at_the_deadline_is_refunded_if_the_partner_wants_it_so()
    {
        await using var tale = await Tale.BeginAsync(before: Partners.WantRefundsAsync);
        await tale.ThenAsync("The user sends 100 USDT.", () => tale.Sell.DepositAsync("100"));
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task Less_than_the_minimum_is_refunded()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 5 USDT.", () => tale.Sell.DepositAsync("5"));
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task Less_than_a_refund_costs_is_held_for_the_user()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 0.5 USDT.", () => tale.Sell.DepositAsync("0.5"));
        await tale.LaterAsync("The six hours pass.", Window);
        await tale.ThenAsync("An operator sends it back all the same.", () => tale.Sell.OperatorActsAsync(new { action = "refund" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task An_excess_is_refunded_after_the_payout()
    {
        await using var tale = await Tale.BeginAsync("tok_silent");
        await tale.ThenAsync("The user sends 300 USDT.", () => tale.Sell.DepositAsync("300"));
        await tale.LaterAsync("The payout provider is asked: the payout has settled.", Quarter);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_crumb_of_excess_is_converted()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250.5 USDT.", () => tale.Sell.DepositAsync("250.5"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task Too_much_goes_back_in_one_refund_when_the_payout_fails()
    {
        await using var tale = await Tale.BeginAsync("tok_closed");
        await tale.ThenAsync("The user sends 300 USDT.", () => tale.Sell.DepositAsync("300"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task One_transfer_that_two_watchers_report_counts_once()
    {
        await using var tale = await Tale.BeginAsync("tok_silent");
        await tale.ThenAsync("The user sends 250 USDT, and both watchers of the custodian report it.", () => tale.Sell.DepositAsync(odd: ("repeat", 1)));
        await tale.ThenAsync("It is reported once more.", tale.Sell.ConfirmAsync);
        await tale.LaterAsync("The payout provider is asked: the payout has settled.", Quarter);
        await tale.ThenAsync("It is reported once more.", tale.Sell.ConfirmAsync);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_second_deposit_during_the_payout_is_refunded_after_it()
    {
        await using var tale = await Tale.BeginAsync("tok_silent");
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.ThenAsync("The user sends another 100 USDT.", () => tale.Sell.DepositAsync("100"));
        await tale.LaterAsync("The payout provider is asked: the payout has settled.", Quarter);
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_second_deposit_after_completion_is_refunded()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.ThenAsync("The user sends another 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.EndsAsDocumentedAsync();
    }
}
