using System.Collections.Concurrent;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// A chain for tests, with the contracts on it, and one key that signs. Two serve all of this assembly: started by whoever asks and finds none free,
/// stopped after the last. Who makes blocks and forks has one alone, and leaves it as it was.
/// </summary>
internal sealed class ChainFixture
{
    private static readonly ConcurrentBag<ChainFixture> Started = [];
    private static readonly ConcurrentStack<ChainFixture> Idle = [];
    private static readonly SemaphoreSlim Free = new(2);

    private ChainFixture(ChainProcess process, SignerServer signer, ChainClient client, LocalContracts contracts) =>
        (this.process, Signer, Client, Contracts) = (process, signer, client, contracts);

    private readonly ChainProcess process;
    private string origin = "";

    public Uri Url => process.Url;

    public SignerServer Signer { get; }

    public ChainClient Client { get; }

    public LocalContracts Contracts { get; }

    /// <summary>The chain as it was at the beginning, for this test alone until <see cref="Leave"/>.</summary>
    public static async Task<ChainFixture> EnterAsync()
    {
        await Free.WaitAsync();
        try
        {
            if (!Idle.TryPop(out var chain))
            {
                Started.Add(chain = await StartAsync());
            }

            await chain.Client.RevertAsync(chain.origin);
            chain.origin = await chain.Client.SnapshotAsync();
            return chain;
        }
        catch
        {
            Free.Release();
            throw;
        }
    }

    public void Leave()
    {
        Idle.Push(this);
        Free.Release();
    }

    /// <summary>After the last test.</summary>
    public static async Task StopAsync()
    {
        foreach (var chain in Started)
        {
            chain.Client.Dispose();
            await chain.Signer.DisposeAsync();
            await chain.process.DisposeAsync();
        }
    }

    private static async Task<ChainFixture> StartAsync()
    {
        var process = await ChainProcess.StartAsync();
        var client = new ChainClient(process.Url);
        var contracts = await LocalContracts.DeployAsync(client, (await client.AccountsAsync())[9]);
        return new(process, await SignerServer.StartAsync(), client, contracts) { origin = await client.SnapshotAsync() };
    }
}
