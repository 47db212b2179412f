using System.Runtime.CompilerServices;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

[TestClass]
public sealed class WhatCame
{
    [TestMethod]
    public Task Another_token_never_counts() =>
        IsLeftAsideAsync("The user sends 250 USDC, not USDT.", ("asset", "USDC"));

    [TestMethod]
    public Task A_fake_token_never_counts() =>
        IsLeftAsideAsync("Somebody sends 250 of a token of their own that calls itself USDT.", ("contract_address", "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8"));

    [TestMethod]
    public Task A_transfer_of_nothing_never_counts() =>
        IsLeftAsideAsync("Somebody sends 0 USDT.", ("amount", "0"));

    [TestMethod]
    public Task A_transfer_on_another_network_never_counts() =>
        IsLeftAsideAsync("The custodian reports 250 USDT on Ethereum to the sell's address, which is one on TRON.", ("network", "ERC20"));

    [TestMethod]
    public async Task A_risky_sender_is_looked_at_before_money_moves()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync(
            "The user sends 250 USDT from an address that the custodian calls risky.", () => tale.Sell.DepositAsync(stopAt: "seen", odd: ("risk", "high")));
        await tale.ThenAsync("They are confirmed.", tale.Sell.ConfirmAsync);
        await tale.LaterAsync("A day passes. Operators are reminded, and nothing moves.", TimeSpan.FromDays(1));
        await tale.ThenAsync("An operator has looked at it and releases the sell.", () => tale.Sell.OperatorActsAsync(new { action = "release" }));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task What_the_custodian_does_not_count_is_held()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync(
            "A notice tells of 250 USDT that the custodian, when it is asked, knows nothing of.",
            () => tale.World.NoticeAsync("/webhooks/deposits", tale.World.Settings.Custodian.NoticeSecrets, Notice(tale)));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_rate_that_has_fallen_is_a_persons_decision()
    {
        await using var tale = await Tale.BeginAsync();
        await tale.ThenAsync(
            "The euro rises: a USDT is worth 0.90 EUR, no longer 0.92.",
            () => tale.World.SandboxAsync("/sandbox/rates", new { asset = "USDT", fiat = "EUR", rate = "0.90" }));
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.ThenAsync("An operator pays at the quote.", () => tale.Sell.OperatorActsAsync(new { action = "pay_out" }));
        await tale.EndsAsDocumentedAsync();
    }

    // The sell goes on as if nothing had come; what did is a case.
    private static async Task IsLeftAsideAsync(string words, (string Name, object Value) odd, [CallerMemberName] string name = "")
    {
        await using var tale = await Tale.BeginAsync(name: name);
        await tale.ThenAsync(words, () => tale.Sell.DepositAsync(odd: odd));
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        await tale.EndsAsDocumentedAsync();
    }

    private static object Notice(Tale tale) => new
    {
        type = "deposit.confirmed",
        data = new
        {
            network = "TRC20",
            asset = "USDT",
            contract_address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            address = tale.Sell.Address,
            memo = (string?)null,
            amount = "250",
            tx_hash = new string('a', 64),
            log_index = 0,
            confirmations = 20,
            seen_at = tale.World.Now,
            risk = "low",
        },
    };
}
