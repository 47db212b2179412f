using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What more than half of the nodes say for a moment, and not a block later, decides nothing for good.</summary>
[TestClass]
public sealed class MomentaryReadTests
{
    [TestMethod]
    public async Task A_transfer_that_nodes_list_a_moment_later_than_the_balance_has_it_takes_nothing_from_the_one_before()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await LookTooEarlyAsync(world);

        world.Hear();
        await world.MineToConfirmAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250, confirmed 5", ChainWorld.DepositsOf(sell));
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }

    [TestMethod]
    public async Task A_momentary_no_is_asked_again_also_while_no_new_block_comes()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await LookTooEarlyAsync(world);

        world.Hear();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250, seen 5", ChainWorld.DepositsOf(sell));
    }

    [TestMethod]
    public async Task Balances_of_another_block_of_the_same_height_are_asked_for_again()
    {
        await using var world = await ChainWorld.OpenAsync();
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync();
        world.Hear(static (method, answer) =>
        {
            if (method == "eth_call" && answer["result"]?.GetValue<string>() == $"0x{ChainWorld.Units(250):x64}")
            {
                answer["result"] = $"0x{0:x64}";
            }

            return answer;
        });

        await world.LookAsync();
        world.Hear();
        await world.MineToConfirmAsync();
        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }

    /// <summary>250 are final, and 5 came in the newest block, which the nodes list a moment after a look that finds them in the balance.</summary>
    private static async Task<OpenedSession> LookTooEarlyAsync(ChainWorld world)
    {
        var session = await world.SellAsync();
        var address = await world.AddressOfAsync(session);
        await world.SendAsync(world.Contracts.Usdt, address, 250);
        await world.MineToConfirmAsync();
        await world.SendAsync(world.Contracts.Usdt, address, 5);
        await world.MineAsync();
        ListLater(world, $"0x{await world.Chain.NewestAsync():x}");
        await world.LookAsync();
        return session;
    }

    private static void ListLater(ChainWorld world, string block) => world.Hear((method, answer) =>
    {
        if (method == "eth_getLogs" && answer["result"] is JsonArray logs)
        {
            foreach (var late in logs.Where(log => log!["blockNumber"]!.GetValue<string>() == block).ToList())
            {
                logs.Remove(late);
            }
        }

        return answer;
    });
}
