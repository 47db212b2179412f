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
        var transfers = new ReadTransfers(chain, world.Shop.Services.GetRequiredService<Assets>(), world.Part<EvmSettings>()) { MostNews = 10 };
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
}
