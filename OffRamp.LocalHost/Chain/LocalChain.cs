using System.Numerics;
using System.Text.Json.Nodes;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Chain;

/// <summary>
/// A chain of a laptop: Hardhat's node with a block a second, the contracts, a signer, and a wallet whose coins a faucet makes. It is in
/// memory, and ends with the host.
/// </summary>
internal sealed class LocalChain : IAsyncDisposable
{
    private const string TenThousandCoins = "0x21e19e0c9bab2400000";
    private const long FloatOfRefunds = 100_000;
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(1);

    private readonly ChainProcess node;
    private readonly SignerServer signer;
    private readonly ChainClient client;
    private readonly LocalContracts contracts;
    private readonly SharedClock clock;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task mining;

    private LocalChain(ChainProcess node, SignerServer signer, ChainClient client, LocalContracts contracts, SharedClock clock)
    {
        (this.node, this.signer, this.client, this.contracts, this.clock) = (node, signer, client, contracts, clock);
        mining = MineAsync();
    }

    /// <summary>Of its JSON-RPC, for a wallet or an explorer of one's own.</summary>
    public Uri Url => node.Url;

    /// <summary>Adds the app's settings for it.</summary>
    public void AddTo(Dictionary<string, string> settings)
    {
        settings["OFFRAMP_EVM_NODES"] = node.Url.ToString();
        settings["OFFRAMP_EVM_CHAIN_ID"] = "31337";
        settings["OFFRAMP_EVM_FACTORY"] = contracts.Factory;
        settings["OFFRAMP_EVM_TREASURY"] = contracts.Treasury;
        settings["OFFRAMP_EVM_ACCOUNT"] = signer.Account;
        settings["OFFRAMP_EVM_SIGNER_URL"] = signer.Url.ToString();
        settings["OFFRAMP_EVM_CONTRACTS"] = $"USDC={contracts.Usdc},USDT={contracts.Usdt}";
        settings["OFFRAMP_EVM_FINAL_AFTER"] = "6";
    }

    /// <param name="port">Of the node.</param>
    /// <param name="keystore">The signer's key, and its password; null makes a key.</param>
    /// <param name="clock">What blocks are dated by.</param>
    /// <param name="notedIn">Where the child is noted.</param>
    /// <exception cref="HostFailure">It does not start.</exception>
    public static async Task<LocalChain> StartAsync(int port, (string File, string Password)? keystore, SharedClock clock, Leftovers notedIn)
    {
        if (port != 0 && !FreePort.IsFree(port))
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_CHAIN_PORT.");
        }

        var node = await ChainProcess.StartAsync(port, notedIn);
        var client = new ChainClient(node.Url);
        var signer = await SignerServer.StartAsync(keystore?.File, keystore?.Password ?? "");
        var contracts = await LocalContracts.DeployAsync(client, (await client.AccountsAsync())[9]);
        await client.AskAsync("hardhat_setBalance", signer.Account, TenThousandCoins);
        foreach (var token in new[] { contracts.Usdc, contracts.Usdt })
        {
            await client.SendAsync(contracts.Owner, token, ChainClient.Call("mint(address,uint256)", signer.Account, new BigInteger(FloatOfRefunds) * 1_000_000));
        }

        return new(node, signer, client, contracts, clock);
    }

    /// <summary>The wallet's address: the shop's user, who has what the faucet gives.</summary>
    public string Wallet => contracts.Owner;

    /// <summary>The wallet sends coins that the faucet has just given it; the next block has it.</summary>
    /// <param name="transfer"><c>asset</c>, <c>address</c> and <c>amount</c>.</param>
    /// <returns>The transaction's hash, and the transfer's place in it.</returns>
    public async Task<JsonNode> SendAsync(JsonNode transfer)
    {
        await GiveAsync(transfer);
        return await PayAsync(transfer);
    }

    /// <summary>The faucet gives the wallet coins; the next block has it.</summary>
    /// <param name="coins"><c>asset</c> and <c>amount</c>.</param>
    /// <returns>The transaction's hash.</returns>
    public Task<JsonNode> GiveAsync(JsonNode coins) => CallAsync(coins, "mint(address,uint256)", Wallet);

    /// <summary>The wallet sends of what it has; the next block has it, or has that it could not.</summary>
    /// <param name="transfer"><c>asset</c>, <c>address</c> and <c>amount</c>.</param>
    /// <returns>The transaction's hash, and the transfer's place in it.</returns>
    public Task<JsonNode> PayAsync(JsonNode transfer) => CallAsync(transfer, "transfer(address,uint256)", (string)transfer["address"]!);

    private async Task<JsonNode> CallAsync(JsonNode coins, string signature, string address)
    {
        var token = (string?)coins["asset"] == "USDC" ? contracts.Usdc : contracts.Usdt;
        var units = new BigInteger(decimal.Parse((string)coins["amount"]!, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000);
        await oneAtATime.WaitAsync();
        try
        {
            return new JsonObject { ["tx_hash"] = await client.SendAsync(Wallet, token, ChainClient.Call(signature, address, units)), ["log_index"] = 0 };
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>What an address has, in whole coins.</summary>
    public async Task<JsonNode> ReadAsync(string address) => new JsonObject
    {
        ["address"] = address,
        ["block"] = await client.NewestAsync(),
        ["USDC"] = Coins(await client.BalanceOfAsync(contracts.Usdc, address)),
        ["USDT"] = Coins(await client.BalanceOfAsync(contracts.Usdt, address)),
    };

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await mining;
        client.Dispose();
        await signer.DisposeAsync();
        await node.DisposeAsync();
        stop.Dispose();
        oneAtATime.Dispose();
    }

    private static string Coins(BigInteger units) => ((decimal)units / 1_000_000).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    private async Task MineAsync()
    {
        using var timer = new PeriodicTimer(BlockTime);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await MineOneAsync();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or HttpRequestException)
        {
            // The host ends, or the node has.
        }
    }

    private async Task MineOneAsync()
    {
        try
        {
            await client.MineAsync(clock.GetUtcNow());
        }
        catch (ChainException)
        {
            // Somebody else has made a block in between, and a later one; the chain goes on with the next second.
        }
    }
}
