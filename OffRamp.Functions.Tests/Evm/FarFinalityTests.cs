using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Networks that are final late, and nodes that take few blocks at once.</summary>
[TestClass]
public sealed class FarFinalityTests
{
    [TestMethod]
    [DataRow("2", "30", 5_000, DisplayName = "A setting of two blocks, and thirty until a block is final")]
    [DataRow("2000", "64", 20, DisplayName = "Settings as they are shipped, and nodes that take twenty blocks")]
    [DataRow("500", "5200", 5_000, DisplayName = "A layer 2 of which twenty minutes are 5,200 blocks, and the range that its provider takes")]
    [DataRow("2000", "4200", 500, DisplayName = "The same, and a provider that takes less than is set")]
    public async Task A_deposit_is_confirmed_however_many_ranges_finality_is_away(string range, string finalAfter, int takenAtOnce)
    {
        await using var world = await ChainWorld.OpenAsync(("OFFRAMP_EVM_BLOCK_RANGE", range), ("OFFRAMP_EVM_FINAL_AFTER", finalAfter));
        world.TakeAtOnce(takenAtOnce);
        var session = await world.SellAsync();
        await world.SendAsync(world.Contracts.Usdt, await world.AddressOfAsync(session), 250);
        await world.MineAsync(int.Parse(finalAfter, System.Globalization.CultureInfo.InvariantCulture) + 16);

        for (var looks = 0; looks < 20; looks++)
        {
            await world.LookAsync();
        }

        var sell = await world.LookAndReadAsync(session);

        Assert.AreEqual("confirmed 250", ChainWorld.DepositsOf(sell));
        Assert.IsEmpty(world.Alarms.Heard("ALARM"));
    }
}
