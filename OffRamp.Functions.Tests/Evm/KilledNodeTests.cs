using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>A node is a process of somebody's, and dies as one.</summary>
[TestClass]
public sealed class KilledNodeTests
{
    private const int BlocksBetween = 8;

    [TestMethod]
    public async Task A_node_that_is_killed_in_the_middle_of_a_range_takes_the_majority_with_it_and_another_of_the_chain_s_tells_all_once()
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", $"{BlocksBetween}"));
        var sessions = new List<OpenedSession>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            sessions.Add(await world.SellAsync());
        }

        foreach (var session in sessions)
        {
            await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
            await world.MineAsync(BlocksBetween);
        }

        await world.MineToConfirmAsync();
        await using var twin = await TwinNode.StartAsync(world);
        var cursor = await CursorAsync(world);
        KillInTheThirdRange(world, twin);

        await world.LookAsync();
        await twin.Exited;
        await world.LookAsync();
        var (before, cursorThen) = (await EventsAsync(world, sessions), await CursorAsync(world));
        world.Nodes[0].LeadsTo = null;
        await world.LookAsync();
        await world.LookAsync();
        var after = await EventsAsync(world, sessions);

        // What more than half of them had said before is told. One of the two ways is dead still, and two of three say the same.
        Assert.AreEqual("deposit.seen; deposit.seen; ", before);
        Assert.AreEqual(cursor, cursorThen);
        Assert.AreEqual("deposit.seen, deposit.confirmed; deposit.seen, deposit.confirmed; deposit.seen, deposit.confirmed", after);
        Assert.AreEqual(await FinalAsync(world), await CursorAsync(world));
    }

    /// <summary>Two of the three ways lead to it: without it there is no majority.</summary>
    private static void KillInTheThirdRange(ChainWorld world, TwinNode twin)
    {
        var ranges = new HashSet<long>();
        foreach (var node in world.Nodes.Take(2))
        {
            node.LeadsTo = twin.Url;
            node.Passes = (method, parameters) =>
            {
                if (method == "eth_getLogs" && Number(parameters[0]!, "toBlock") - Number(parameters[0]!, "fromBlock") == BlocksBetween - 1)
                {
                    lock (ranges)
                    {
                        ranges.Add(Number(parameters[0]!, "fromBlock"));
                        if (ranges.Count == 3)
                        {
                            twin.Kill();
                        }
                    }
                }

                return true;
            };
        }
    }

    private static long Number(System.Text.Json.Nodes.JsonNode filter, string name) => Convert.ToInt64(filter[name]!.GetValue<string>(), 16);

    private static async Task<string> EventsAsync(ChainWorld world, IEnumerable<OpenedSession> sessions)
    {
        var told = new List<string>();
        foreach (var session in sessions)
        {
            await world.Shop.WalkAsync(session);
            told.Add(await world.DepositEventsAsync(session));
        }

        return string.Join("; ", told);
    }

    private static async Task<(long, string)> CursorAsync(ChainWorld world) =>
        await world.Part<WatchStore>().ReadCursorAsync(default) is { } cursor ? (cursor.Block, cursor.Hash) : default;

    private static async Task<(long, string)> FinalAsync(ChainWorld world) =>
        await world.Part<Chain>().ReadHeadsAsync(default) is { } heads ? (heads.Final.Number, heads.Final.Hash) : default;
}
