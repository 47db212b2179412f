using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Many transfers at once.</summary>
[TestClass]
public sealed class ReadTransfersTests
{
    [TestMethod]
    public async Task A_flood_is_read_in_parts_and_nothing_of_it_is_left_out()
    {
        await using var world = await ChainWorld.OpenAsync();
        var address = ChainWorld.User;
        for (var blocks = 0; blocks < 4; blocks++)
        {
            await world.PayAsync([.. Enumerable.Repeat((world.Contracts.Usdt, address, 0.1m), 6)]);
            await world.MineAsync();
        }

        var chain = world.Part<Chain>();
        var transfers = new ReadTransfers(chain, world.Part<ReadLogs>(), world.Shop.Services.GetRequiredService<Assets>(), world.Part<EvmSettings>()) { MostNews = 10 };
        var heads = await chain.ReadHeadsAsync(default);
        var (parts, from, read) = (new List<int>(), 0L, new HashSet<(string, string, int)>());
        while (from <= heads!.Newest.Number)
        {
            var part = await transfers.ReadAsync([address], from, heads.Newest.Number, heads, default);
            parts.Add(part!.Transfers.Count);
            read.UnionWith(part.Transfers.Select(transfer => transfer.Key));
            from = part.ToBlock + 1;
        }

        Assert.AreEqual("6, 6, 6, 6", string.Join(", ", parts));
        Assert.HasCount(24, read);
    }

    [TestMethod]
    public async Task What_many_transfers_of_one_transaction_have_in_common_is_asked_for_once()
    {
        await using var world = await ChainWorld.OpenAsync();
        await world.PayAsync([.. Enumerable.Repeat((world.Contracts.Usdt, ChainWorld.User, 0.1m), 60)]);
        await world.MineAsync();
        var heads = await world.Part<Chain>().ReadHeadsAsync(default);
        world.Nodes[0].Clear();

        var read = await world.Part<ReadTransfers>().ReadAsync([ChainWorld.User], world.FirstBlock, heads!.Newest.Number, heads, default);

        Assert.HasCount(60, read!.Transfers.Where(transfer => transfer.IsWhole is true));
        Assert.IsLessThan(12, world.Nodes[0].Asked.Count);
    }
}
