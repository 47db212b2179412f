using System.Text.Json.Nodes;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Refunds on a real chain: one effect an id, whatever dies, lags or refuses.</summary>
[TestClass]
public sealed class RefundsTests
{
    [TestMethod]
    [DataRow("eth_signTransaction", false)]
    [DataRow("eth_signTransaction", true)]
    [DataRow("eth_sendRawTransaction", false)]
    [DataRow("eth_sendRawTransaction", true)]
    public async Task A_refund_arrives_once_although_the_process_died_before_or_after(string method, bool isDone)
    {
        await using var world = await AccountWorld.OpenAsync();
        foreach (var edge in new[] { world.Node, world.Signer })
        {
            edge.Passes = (asked, _) => asked != method || isDone ? true : throw new InvalidOperationException("killed");
            edge.Answers = (asked, answer) => asked != method ? answer : throw new InvalidOperationException("killed");
        }

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => world.SendAsync());
        world.Start();
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual("sent", await world.AskAsync());
        Assert.AreEqual("250000000, 0x1", $"{await world.CoinsOfUserAsync()}, {await world.NonceAsync()}");
    }

    [TestMethod]
    public async Task It_is_pending_until_its_block_is_final()
    {
        await using var world = await AccountWorld.OpenAsync();

        var (before, taken) = (await world.AskAsync(), await world.SendAsync());
        await world.MineAsync(ChainWorld.FinalAfter);
        var almost = await world.AskAsync();
        await world.MineAsync();

        Assert.AreEqual("never arrived, pending, pending, sent", $"{before}, {taken}, {almost}, {await world.AskAsync()}");
    }

    [TestMethod]
    public async Task One_that_no_block_takes_up_is_signed_again_for_more_and_still_arrives_once()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync();

        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await world.LookAsync();
        await world.FinishAsync();

        Assert.HasCount(2, world.Signer.Asked);
        Assert.AreEqual("sent, 250000000", $"{await world.AskAsync()}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task One_that_a_reorg_takes_back_is_handed_in_again()
    {
        await using var world = await AccountWorld.OpenAsync();
        var fork = await world.Chain.SnapshotAsync();
        await world.SendAsync();
        await world.MineAsync(2);

        await world.Chain.RevertAsync(fork);
        await world.MineAsync(3);
        await world.LookAsync();
        await world.FinishAsync();

        Assert.HasCount(1, world.Signer.Asked);
        Assert.AreEqual("sent, 250000000", $"{await world.AskAsync()}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task Sent_twice_at_once_it_is_one_and_two_have_two_nonces()
    {
        await using var world = await AccountWorld.OpenAsync();

        await Task.WhenAll(world.SendAsync(1), world.SendAsync(1), world.SendAsync(2), world.LookAsync());
        await world.FinishAsync();
        await world.FinishAsync();

        Assert.AreEqual("sent, sent", $"{await world.AskAsync(1)}, {await world.AskAsync(2)}");
        Assert.AreEqual("500000000, 0x2", $"{await world.CoinsOfUserAsync()}, {await world.NonceAsync()}");
    }

    [TestMethod]
    public async Task To_an_address_that_the_token_refuses_it_has_failed_and_nothing_was_signed()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SwitchAsync("setBlacklisted(address,bool)", ChainWorld.User, true);

        var said = await world.SendAsync();

        Assert.AreEqual("failed", said);
        Assert.IsEmpty(world.Signer.Asked);
    }

    [TestMethod]
    public async Task While_the_token_is_paused_it_waits_and_then_goes()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SwitchAsync("setPaused(bool)", true);

        var said = await world.SendAsync();
        await world.SwitchAsync("setPaused(bool)", false);
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual("pending, sent", $"{said}, {await world.AskAsync()}");
    }

    [TestMethod]
    public async Task One_that_the_token_refuses_only_when_it_is_in_a_block_has_failed_and_nothing_moved()
    {
        await using var world = await AccountWorld.OpenAsync();
        await world.SendAsync();
        await BlacklistBeforeAsync(world);

        await world.FinishAsync();

        Assert.AreEqual("failed, 0", $"{await world.AskAsync()}, {await world.CoinsOfUserAsync()}");
    }

    [TestMethod]
    public async Task What_the_account_does_not_have_waits_for_it_and_somebody_is_told()
    {
        await using var world = await AccountWorld.OpenAsync(coins: 400);

        await world.SendAsync(1);
        var second = await world.SendAsync(2);
        await world.FinishAsync();
        await world.MintAsync(100);
        await world.LookAsync();
        await world.FinishAsync();

        Assert.AreEqual("pending, sent", $"{second}, {await world.AskAsync(2)}");
        Assert.IsNotEmpty(world.Alarms.Heard("too little of a token"));
    }

    [TestMethod]
    public async Task While_gas_is_dearer_than_the_limit_nothing_is_signed()
    {
        await using var world = await AccountWorld.OpenAsync(settings: ("OFFRAMP_EVM_MAX_FEE_GWEI", "1"));

        var said = await world.SendAsync();

        Assert.AreEqual("pending", said);
        Assert.IsEmpty(world.Signer.Asked);
    }

    [TestMethod]
    public async Task What_a_node_guesses_of_gas_is_not_believed_above_what_a_transfer_can_take()
    {
        await using var world = await AccountWorld.OpenAsync();
        world.Node.Answers = Guess("0xd00000");

        await world.SendAsync();

        Assert.AreEqual("0xf4240", await GasOfWaitingAsync(world.Chain));
    }

    [TestMethod]
    [DataRow("0xd0000")]
    [DataRow("0x1")]
    public async Task A_node_that_guesses_otherwise_than_the_others_moves_nothing(string guess)
    {
        await using var world = await ChainWorld.OpenAsync();
        world.Nodes[0].Answers = Guess(guess);
        var session = await world.SellAsync("tok_closed");
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineToConfirmAsync();
        await world.LookAndReadAsync(session);
        world.Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.Shop.WalkAsync(session);

        var gas = Convert.ToInt64(await GasOfWaitingAsync(world.Chain), 16);

        Assert.IsTrue(gas is > 60_000 and < 150_000, $"It may take {gas}.");
    }

    private static Func<string, JsonNode, JsonNode?> Guess(string gas) => (method, answer) =>
    {
        if (method == "eth_estimateGas")
        {
            answer["result"] = gas;
        }

        return answer;
    };

    /// <summary>Of the one transaction that no block has taken up yet.</summary>
    private static async Task<string> GasOfWaitingAsync(ChainClient chain) =>
        (await chain.AskAsync("eth_getBlockByNumber", "pending", true)).GetProperty("transactions").EnumerateArray().Single().GetProperty("gas").GetString()!;

    /// <summary>The refund waits for a block, and so does the owner's transaction, which pays more and comes before it.</summary>
    private static Task BlacklistBeforeAsync(AccountWorld world) => world.Chain.AskAsync("eth_sendTransaction", new
    {
        from = world.Contracts.Owner,
        to = world.Contracts.Usdc,
        data = ChainClient.Call("setBlacklisted(address,bool)", ChainWorld.User, true),
        gas = "0x4c4b40",
        maxPriorityFeePerGas = "0x2540be400",
        maxFeePerGas = "0x2540be400",
    });
}
