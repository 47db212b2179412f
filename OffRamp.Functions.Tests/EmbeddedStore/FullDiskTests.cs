using Microsoft.Data.Sqlite;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>SQLite itself says that the disk is full: the file may have no more pages.</summary>
[TestClass]
public sealed class FullDiskTests
{
    [TestMethod]
    public async Task A_full_disk_acknowledges_nothing_says_why_and_goes_on_when_there_is_room()
    {
        await using var world = await StoreWorld.StartAsync();
        await world.CreateAsync<WaitForGo>("kept");
        await world.QuietAsync();
        world.Hub.Writer.LimitPages(60);
        var written = new List<string>();

        var refused = await Assert.ThrowsExactlyAsync<StoreUnavailableException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await world.CreateAsync<WaitForGo>($"w{i}", new string('x', 5000));
                written.Add($"w{i}");
            }
        });
        world.Hub.Writer.LimitPages(100_000);
        await world.CreateAsync<Chain>("after", "a");

        StringAssert.Contains(refused.Message, "full");
        Assert.AreEqual("\"a!!!\"", (await world.EndOfAsync("after")).Output);
        foreach (var id in written.Append("kept"))
        {
            Assert.IsNotNull(await world.StateOfAsync(id), id);
        }
    }
}
