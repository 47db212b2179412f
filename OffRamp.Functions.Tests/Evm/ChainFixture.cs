using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// One chain for all tests of this assembly, with the contracts on it, and one key that signs: started by the first that asks, stopped
/// after the last. Who makes blocks and forks has it alone, and leaves it as it was.
/// </summary>
internal sealed class ChainFixture
{
    private static readonly Lazy<Task<ChainFixture>> Shared = new(StartAsync);
    private static readonly SemaphoreSlim Free = new(1);

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
            var chain = await Shared.Value;
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

    public static void Leave() => Free.Release();

    /// <summary>After the last test.</summary>
    public static async Task StopAsync()
    {
        if (Shared.IsValueCreated)
        {
            var chain = await Shared.Value;
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
