using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm.Transactions;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>A refund that a person resolves although it was signed: it shall not be paid by us too.</summary>
[TestClass]
public sealed class WithdrawnRefundTests
{
    private const string Other = "0x00000000000000000000000000000000000b0b00";

    [TestMethod]
    [DataRow("Sent")]
    [DataRow("Failed")]
    public async Task It_is_signed_again_under_its_nonce_to_move_nothing(string resolved)
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync(1);
        world.Resolved.Add(1, Enum.Parse<RefundStatus>(resolved));

        await world.LookAsync();
        await world.FinishAsync();
        await world.SendAsync(2, to: Other);
        await world.FinishAsync();

        Assert.AreEqual("0, sent, 0x2", $"{await world.CoinsOfUserAsync()}, {await world.AskAsync(2)}, {await world.NonceAsync()}");
        Assert.AreEqual(resolved, $"{await world.StatusOfAsync(AccountWorld.Refund().Id)}");
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }

    [TestMethod]
    public async Task Where_a_block_has_what_was_signed_first_somebody_is_told()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync();
        world.Resolved.Add(1, RefundStatus.Failed);

        // What takes the payment's place does not reach the node, and the payment is taken up.
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual("250000000", $"{await world.CoinsOfUserAsync()}");
        Assert.HasCount(1, world.Alarms.Heard("paid after somebody had resolved it otherwise"));
        Assert.AreEqual(TransactionStatus.Sent, await world.StatusOfAsync(AccountWorld.Refund().Id));
    }

    [TestMethod]
    [DataRow("Failed", "", 1)]
    [DataRow("Sent", "another", 1)]
    [DataRow("Sent", "itself", 0)]
    public async Task Where_a_block_had_it_already_somebody_is_told_unless_that_is_what_was_said(string resolved, string transaction, int alarms)
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync();
        await world.MineAsync();
        var hash = await world.LastHashAsync();
        world.Resolved.Add(1, Enum.Parse<RefundStatus>(resolved), transaction == "itself" ? hash : new('a', 64));

        await world.FinishAsync();

        Assert.AreEqual("250000000", $"{await world.CoinsOfUserAsync()}");
        Assert.HasCount(alarms, world.Alarms.Heard("ALARM"));
    }

    [TestMethod]
    public async Task Where_it_may_not_cost_more_it_costs_what_it_may_and_what_comes_after_it_goes()
    {
        await using var world = await AtTheLimitAsync();
        world.Node.Passes = (_, _) => true;

        await world.LookAsync();
        await world.SendAsync(2, to: Other);
        await world.FinishAsync();

        Assert.AreEqual("0, sent, 0x2", $"{await world.CoinsOfUserAsync()}, {await world.AskAsync(2)}, {await world.NonceAsync()}");
    }

    [TestMethod]
    public async Task While_a_block_costs_more_than_the_limit_it_is_at_least_not_handed_in_again()
    {
        await using var world = await AtTheLimitAsync();
        world.Node.Passes = (_, _) => true;
        await world.Chain.AskAsync("hardhat_setNextBlockBaseFeePerGas", "0xb2d05e00");
        await world.MineAsync();
        world.Node.Clear();

        await world.LookAsync();

        Assert.HasCount(1, world.Signer.Asked);
        Assert.DoesNotContain("eth_sendRawTransaction", world.Node.Asked);
    }

    [TestMethod]
    public async Task Where_what_moves_nothing_is_refused_by_the_token_it_ends_as_it_was_resolved()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        await world.SendAsync(1);
        world.Node.Passes = (_, _) => true;
        world.Resolved.Add(1, RefundStatus.Sent);
        await world.SwitchAsync("setPaused(bool)", true);

        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual(TransactionStatus.Sent, await world.StatusOfAsync(AccountWorld.Refund().Id));
    }

    /// <summary>A refund that no node has taken, resolved, and signed for as much as the limit allows.</summary>
    private static async Task<AccountWorld> AtTheLimitAsync()
    {
        var world = await AccountWorld.OpenAsync(settings: ("OFFRAMP_EVM_MAX_FEE_GWEI", "2"));
        await world.Chain.AskAsync("hardhat_setNextBlockBaseFeePerGas", "0x1");
        await world.MineAsync();
        world.Node.Passes = (method, _) => method != "eth_sendRawTransaction";
        world.Node.Answers = TipOf("0x713fb300");
        await world.SendAsync();
        world.Resolved.Add(1, RefundStatus.Failed);
        return world;
    }

    private static Func<string, JsonNode, JsonNode?> TipOf(string wei) => (method, answer) =>
    {
        if (method == "eth_maxPriorityFeePerGas")
        {
            answer["result"] = wei;
        }

        return answer;
    };
}
