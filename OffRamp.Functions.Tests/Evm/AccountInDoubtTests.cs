using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What is not as it was asked for, and what a person has found out of it: nothing is paid twice.</summary>
[TestClass]
public sealed class AccountInDoubtTests
{
    [TestMethod]
    public async Task Where_the_chain_has_transactions_of_the_account_that_are_not_on_record_nothing_leaves()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync(1);
        await world.FinishAsync();
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x5");
        await world.MineAsync();

        var stopped = await world.SendAsync(2);
        var signed = world.Signer.Asked.Count;
        world.Start(("OFFRAMP_EVM_FIRST_NONCE", "5"));
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual("pending, 1, sent", $"{stopped}, {signed}, {await world.AskAsync(2)}");
        Assert.HasCount(1, world.Alarms.Heard("Nonces: 1 to 4"));
    }

    [TestMethod]
    public async Task An_account_that_has_sent_before_waits_for_its_first_nonce()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x5");
        await world.MineAsync();

        await world.SendAsync();

        Assert.IsEmpty(world.Signer.Asked);
        Assert.HasCount(1, world.Alarms.Heard("Nonces: 0 to 4"));
    }

    [TestMethod]
    public async Task Where_nobody_has_the_nonces_before_it_nothing_is_signed_and_somebody_is_told()
    {
        await using var world = await AccountWorld.OpenAsync(settings: ("OFFRAMP_EVM_FIRST_NONCE", "7"));

        var said = await world.SendAsync();

        Assert.AreEqual("pending", said);
        Assert.IsEmpty(world.Signer.Asked);
        Assert.HasCount(1, world.Alarms.Heard("The chain's next: 0. Ours: 7."));
    }

    [TestMethod]
    public async Task Another_account_begins_with_its_own_nonces()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync(1);
        await world.FinishAsync();
        await using var other = await SignerServer.StartAsync();
        world.Start(("OFFRAMP_EVM_ACCOUNT", other.Account), ("OFFRAMP_EVM_SIGNER_URL", other.Url.ToString()));
        await world.FundAsync(other.Account);

        await world.SendAsync(2);
        await world.FinishAsync();

        Assert.AreEqual("sent, 500000000", $"{await world.AskAsync(2)}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task What_the_account_of_before_has_signed_no_other_signs_until_a_person_has_resolved_it()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await world.SendAsync(1);
        await using var other = await SignerServer.StartAsync();
        world.Start(("OFFRAMP_EVM_ACCOUNT", other.Account), ("OFFRAMP_EVM_SIGNER_URL", other.Url.ToString()));
        await world.FundAsync(other.Account);

        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await world.LookAsync();
        var (signed, told) = (other.Signed, world.Alarms.Heard("the account of before").Count);
        world.Resolved.Add(1, RefundStatus.Failed);
        await world.SendAsync(2);
        await world.FinishAsync();

        Assert.AreEqual((0, 1), (signed, told));
        Assert.AreEqual("failed, sent, 250000000", $"{await world.AskAsync(1)}, {await world.AskAsync(2)}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task Two_that_are_asked_for_at_once_do_not_promise_the_same_coins_twice()
    {
        await using var world = await AccountWorld.OpenAsync(coins: 400);

        await Task.WhenAll(world.SendAsync(1), world.SendAsync(2), world.LookAsync());
        await world.FinishAsync();
        await world.LookAsync();
        await world.FinishAsync();

        var said = new[] { await world.AskAsync(1), await world.AskAsync(2) };
        CollectionAssert.AreEquivalent(new[] { "sent", "pending" }, said);
    }

    [TestMethod]
    public async Task One_whose_nonce_another_transaction_took_stays_pending_for_a_person()
    {
        await using var world = await WithATakenNonceAsync();

        await world.LookAsync();

        Assert.AreEqual("pending", await world.AskAsync());
        Assert.IsNotEmpty(world.Alarms.Heard("taken the place"));
    }

    [TestMethod]
    [DataRow("sent")]
    [DataRow("failed")]
    public async Task One_that_a_person_has_resolved_is_not_sent_once_the_account_may_be_used_again(string resolved)
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync(1);
        await world.FinishAsync();
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x5");
        await world.MineAsync();
        await world.SendAsync(2);

        world.Resolved.Add(2, Enum.Parse<RefundStatus>(resolved, ignoreCase: true));
        world.Start(("OFFRAMP_EVM_FIRST_NONCE", "5"));
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual($"{resolved}, 250000000, 0x5", $"{await world.AskAsync(2)}, {await world.CoinsOfUserAsync()}, {await world.NonceAsync()}");
    }

    [TestMethod]
    public async Task One_that_a_person_has_resolved_after_it_got_a_nonce_uses_it_up_and_pays_nobody()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Signer.Passes = (_, _) => false;
        await world.SendAsync(1);
        world.Resolved.Add(1, RefundStatus.Sent);
        world.Signer.Passes = (_, _) => true;

        await world.LookAsync();
        await world.SendAsync(2);
        await world.FinishAsync();

        Assert.AreEqual("sent, 250000000, 0x2", $"{await world.AskAsync(2)}, {await world.CoinsOfUserAsync()}, {await world.NonceAsync()}");
    }

    [TestMethod]
    public async Task The_alarm_of_a_nonce_that_another_took_ends_when_a_person_has_resolved_it()
    {
        await using var world = await WithATakenNonceAsync();
        await world.LookAsync();
        var before = world.Alarms.Heard("taken the place").Count;

        world.Resolved.Add(1, RefundStatus.Sent);
        await world.LookAsync();
        await world.LookAsync();

        Assert.AreEqual($"sent, {before}", $"{await world.AskAsync()}, {world.Alarms.Heard("taken the place").Count}");
    }

    [TestMethod]
    public async Task A_sweep_whose_nonce_another_took_has_failed_and_says_so_once()
    {
        await using var world = await WithATakenNonceAsync(world => world.PayNobodyAsync("swp_1"));

        await world.LookAsync();
        await world.LookAsync();

        Assert.AreEqual((TransactionStatus.Failed, 1), (await world.StatusOfAsync("swp_1"), world.Alarms.Heard("taken the place").Count));
    }

    [TestMethod]
    public async Task What_the_signer_signs_instead_is_not_sent()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Signer.Answers = (_, answer) =>
        {
            // The last byte is of the signature: whoever it is of, it is not the account.
            var raw = answer["result"]!.GetValue<string>();
            answer["result"] = raw[..^1] + (raw[^1] == '0' ? '1' : '0');
            return answer;
        };

        var said = await world.SendAsync();
        await world.FinishAsync();

        Assert.AreEqual("pending, 0x0", $"{said}, {await world.NonceAsync()}");
        Assert.IsNotEmpty(world.Alarms.Heard("signed something else"));
    }

    /// <summary>It, a refund unless said otherwise, was signed and never handed in, and something else of the account's went under its nonce, finally.</summary>
    private static async Task<AccountWorld> WithATakenNonceAsync(Func<AccountWorld, Task>? sign = null)
    {
        var world = await AccountWorld.OpenAsync();
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await (sign ?? (refund => refund.SendAsync()))(world);
        await world.Chain.AskAsync("hardhat_setNonce", world.Account, "0x1");
        await world.MineAsync(ChainWorld.FinalAfter + 1);
        return world;
    }
}
