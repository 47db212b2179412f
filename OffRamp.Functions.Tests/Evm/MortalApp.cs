using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.Functions.Tests.Scenarios;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// The app as a process of its own, which the local host starts again whenever it dies, and a chain of its own with a signer; between
/// both is the test. Blocks and time are the test's.
/// </summary>
internal sealed class MortalApp : IAsyncDisposable
{
    /// <summary>A block is final below so many.</summary>
    private const int FinalAfter = 4;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(21);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("offramp-mortal-");
    private readonly HttpClient http = new();
    private readonly ChainProcess node;
    private readonly SignerServer signer;
    private LocalHostApp host = null!;

    private MortalApp(ChainProcess node, SignerServer signer) => (this.node, this.signer, Chain) = (node, signer, new(node.Url));

    public ChainClient Chain { get; }

    public LocalContracts Contracts { get; private set; } = null!;

    public DeadlyEdge Edge { get; private set; } = null!;

    /// <summary>How many transactions were signed.</summary>
    public int Signed => signer.Signed;

    /// <summary>What is seen of each death, while nobody lives.</summary>
    public Func<DeadlyCall, Task> Watch { get; set; } = static _ => Task.CompletedTask;

    public static async Task<MortalApp> StartAsync()
    {
        var app = new MortalApp(await ChainProcess.StartAsync(), await SignerServer.StartAsync());
        try
        {
            app.Contracts = await LocalContracts.DeployAsync(app.Chain, (await app.Chain.AccountsAsync())[9]);
            await app.Chain.AskAsync("hardhat_setBalance", app.signer.Account, "0xde0b6b3a7640000");
            await app.MintAsync(app.signer.Account, 1_000);
            app.Edge = await DeadlyEdge.StartAsync(app.node.Url, app.signer.Url, app.KillAsync);
            await app.StartHostAsync();
            await app.MineAsync(FinalAfter + 1);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A user sells 250 USDT on ERC20, with a card that will not be paid to, and sends them: they are final when this returns.</summary>
    /// <returns>The sell's id.</returns>
    public async Task<string> SellAsync()
    {
        var session = OpenedSession.Of(await AskAsync(
            HttpMethod.Post, "/widget/session", Shop.Token, Bodies.Proof().With("network", "ERC20"), HttpStatusCode.Created));
        var page = $"/widget/sessions/{session.Id}";
        var quote = await AskAsync(HttpMethod.Post, $"{page}/quote", session.Secret, new { crypto_amount = "250" });
        var order = Bodies.Sell(quote.GetProperty("id").GetString()!, "tok_closed", ChainWorld.User);
        var sell = await AskAsync(HttpMethod.Post, $"{page}/sell", session.Secret, order, HttpStatusCode.Created);
        await MintAsync(sell.GetProperty("deposit").GetProperty("address").GetString()!, 250);
        await MineToConfirmAsync();
        return session.SellId;
    }

    public Task<JsonElement> ReadAsync(string sellId) => AskAsync(HttpMethod.Get, $"/v1/sells/{sellId}", Shop.Token);

    /// <summary>The timers come by until one process after the other has died in those calls.</summary>
    public async Task DieInAsync(params IReadOnlyList<DeadlyCall> calls)
    {
        Edge.DieIn(calls);
        for (var looks = 0; looks < 3 * calls.Count && Edge.Coming > 0; looks++)
        {
            await PassAsync(BetweenLooks);
        }
    }

    public Task PassAsync(TimeSpan time) => host.ClockAdvance.AdvanceAsync(time);

    public Task MineAsync(int blocks = 1) => Chain.MineAsync(host.Clock.GetUtcNow(), blocks);

    /// <summary>So many that what came before is final, and as deep as the asset wants.</summary>
    public Task MineToConfirmAsync() => MineAsync(12);

    /// <summary>The transactions in the newest block.</summary>
    public async Task<IReadOnlyList<string>> MinedAsync() =>
        [.. (await Chain.AskAsync("eth_getBlockByNumber", "latest", false)).GetProperty("transactions").EnumerateArray().Select(hash => hash.GetString()!)];

    public Task<BigInteger> CoinsOfUserAsync() => Chain.BalanceOfAsync(Contracts.Usdt, ChainWorld.User);

    /// <summary>How many transactions of the account the chain has.</summary>
    public async Task<string> NonceAsync() => (await Chain.AskAsync("eth_getTransactionCount", signer.Account, "latest")).GetString()!;

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (Edge is not null)
        {
            await Edge.DisposeAsync();
        }

        Chain.Dispose();
        http.Dispose();
        await signer.DisposeAsync();
        await node.DisposeAsync();
        data.Delete(recursive: true);
    }

    private async Task StartHostAsync()
    {
        var tables = await AzuriteTables.StartAsync();
        host = await LocalHostApp.StartAsync(new LocalHostOptions
        {
            AppFolder = WholeAppTests.AppFolder,
            DataFolder = data.FullName,
            SandboxPort = 0,
            Settings = new Dictionary<string, string>(LocalSettings.Defaults)
            {
                ["AzureFunctionsJobHost__extensions__durableTask__useGracefulShutdown"] = "false",
                ["AzureWebJobsStorage"] = tables.ConnectionString,
                ["OFFRAMP_TABLE_PREFIX"] = tables.Prefix,
                ["OFFRAMP_EVM_NODES"] = Edge.Node.ToString(),
                ["OFFRAMP_EVM_CHAIN_ID"] = "31337",
                ["OFFRAMP_EVM_FACTORY"] = Contracts.Factory,
                ["OFFRAMP_EVM_TREASURY"] = Contracts.Treasury,
                ["OFFRAMP_EVM_ACCOUNT"] = signer.Account,
                ["OFFRAMP_EVM_SIGNER_URL"] = Edge.Signer.ToString(),
                ["OFFRAMP_EVM_CONTRACTS"] = $"USDC={Contracts.Usdc},USDT={Contracts.Usdt}",
                ["OFFRAMP_EVM_FINAL_AFTER"] = FinalAfter.ToString(CultureInfo.InvariantCulture),

                // It sends from the same account, at an hour of the day that is none of the test's.
                ["AzureWebJobs.SweepForwarders.Disabled"] = "true",
            },
        });
        http.BaseAddress = host.BaseUri;
    }

    /// <summary>SIGKILL. Of what the host has started the app's process is the only one that runs.</summary>
    private async Task KillAsync(DeadlyCall call)
    {
        var id = Directory.GetFiles(Path.Combine(data.FullName, "children")).Select(note => int.Parse(Path.GetFileName(note), CultureInfo.InvariantCulture)).Single();
        using var process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync();
        await Watch(call);
    }

    private Task MintAsync(string to, int coins) =>
        Chain.SendAsync(Contracts.Owner, Contracts.Usdt, ChainClient.Call("mint(address,uint256)", to, ChainWorld.Units(coins)));

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, string bearer, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", bearer);
        return await Answer.ReadAsync(http.SendAsync(request), expected);
    }
}
