using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Evm;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Processes;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The chain of <c>./run --chain</c>.</summary>
[TestClass]
public sealed class LocalChainTests
{
    [TestMethod]
    public async Task What_the_shop_s_wallet_sends_is_in_a_block_a_moment_later()
    {
        var data = Directory.CreateTempSubdirectory("offramp-chain-");
        await using (var chain = await LocalChain.StartAsync(
            0, null, new SharedClock(Path.Combine(data.FullName, "clock")), new Leftovers(Path.Combine(data.FullName, "children"))))
        {
            await chain.SendAsync(new JsonObject { ["asset"] = "USDC", ["address"] = ChainWorld.User, ["amount"] = "250.5" });

            await Eventually.IsSoAsync(
                async () => (string?)(await chain.ReadAsync(ChainWorld.User))["USDC"] == "250.5", () => "The wallet's coins are in no block.", pause: Eventually.LongerPause);
        }

        data.Delete(recursive: true);
    }
}
