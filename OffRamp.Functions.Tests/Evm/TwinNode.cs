using System.Globalization;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// Another node of the world's chain: a process with the same blocks in its own memory, made by the same calls once more. What the chain
/// does later it does not hear of.
/// </summary>
internal sealed class TwinNode : IAsyncDisposable
{
    private readonly ChainProcess process;

    private TwinNode(ChainProcess process) => this.process = process;

    public Uri Url => process.Url;

    /// <summary>The process is gone.</summary>
    public Task<int> Exited => process.Exited;

    /// <exception cref="AssertFailedException">Its blocks are not the chain's.</exception>
    public static async Task<TwinNode> StartAsync(ChainWorld world)
    {
        var first = await BlockAsync(world.Chain, 0);
        var twin = new TwinNode(await ChainProcess.StartAsync(genesis: DateTimeOffset.FromUnixTimeSeconds(Number(first.GetProperty("timestamp")))));
        try
        {
            await twin.FollowAsync(world);
            return twin;
        }
        catch
        {
            await twin.DisposeAsync();
            throw;
        }
    }

    /// <summary>By SIGKILL: whatever it was answering stays unanswered.</summary>
    public void Kill() => process.Kill();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task FollowAsync(ChainWorld world)
    {
        using var client = new ChainClient(Url);
        var newest = await world.Chain.NewestAsync();
        for (var number = 1L; number <= newest; number++)
        {
            if (number == world.FirstBlock)
            {
                await client.AskAsync("hardhat_setBalance", world.Account, ChainWorld.Gas);
            }

            var block = await BlockAsync(world.Chain, number);
            foreach (var transaction in block.GetProperty("transactions").EnumerateArray())
            {
                await client.AskAsync("eth_sendTransaction", CallOf(transaction));
            }

            await client.AskAsync("evm_mine", Number(block.GetProperty("timestamp")));
        }

        Assert.AreEqual((await BlockAsync(world.Chain, newest)).Text("hash"), (await BlockAsync(client, newest)).Text("hash"));
    }

    /// <summary>Both nodes have the keys of the same accounts, so that the same call is the same transaction.</summary>
    private static Dictionary<string, string?> CallOf(JsonElement transaction) => new[] { "from", "to", "gas", "value", "nonce", "maxFeePerGas", "maxPriorityFeePerGas" }
        .Where(name => transaction.GetProperty(name).ValueKind != JsonValueKind.Null)
        .ToDictionary(name => name, name => transaction.GetProperty(name).GetString())
        .Append(new("data", transaction.GetProperty("input").GetString()))
        .ToDictionary();

    private static Task<JsonElement> BlockAsync(ChainClient client, long number) =>
        client.AskAsync("eth_getBlockByNumber", string.Create(CultureInfo.InvariantCulture, $"0x{number:x}"), true);

    private static long Number(JsonElement hex) => Convert.ToInt64(hex.GetString(), 16);
}
