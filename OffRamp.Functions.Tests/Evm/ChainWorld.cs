using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>The whole app on a real chain: a shop whose custodian of ERC20 is the chain, three ways to its node, and the test's own blocks.</summary>
internal sealed class ChainWorld : IAsyncDisposable
{
    public const string User = "0x00000000000000000000000000000000000a11ce";

    /// <summary>A block is final below so many.</summary>
    public const int FinalAfter = 4;

    /// <summary>What who pays refunds has of the network's own coin: 1, in wei.</summary>
    public const string Gas = "0xde0b6b3a7640000";

    /// <summary>So many ways there are to the node, as if they were nodes of their own.</summary>
    private const int NodesOf = 3;

    private ChainWorld(ChainFixture chain, Shop shop) => (this.chain, Shop) = (chain, shop);

    private readonly ChainFixture chain;

    public Shop Shop { get; }

    public required Alarms Alarms { get; init; }

    /// <summary>To the nodes that are asked.</summary>
    public required IReadOnlyList<NodeEdge> Nodes { get; init; }

    /// <summary>Of the chain before anything was funded.</summary>
    public required string Origin { get; init; }

    public required NodeEdge Signer { get; init; }

    /// <summary>The first of its own.</summary>
    public required long FirstBlock { get; init; }

    public ChainClient Chain => chain.Client;

    public LocalContracts Contracts => chain.Contracts;

    /// <summary>Who pays refunds.</summary>
    public string Account => chain.Signer.Account;

    public static Task<ChainWorld> OpenAsync(params (string Name, string? Value)[] settings) => OpenAsync(chain => [.. SettingsOf(chain), .. settings]);

    /// <param name="settings">The app's settings for the chain, if not as usual.</param>
    public static Task<ChainWorld> OpenAsync(Func<ChainFixture, (string Name, string? Value)[]> settings) => OpenAsync(chain => Task.FromResult(settings(chain)));

    /// <summary>The same, where something has to be put on the chain first.</summary>
    public static async Task<ChainWorld> OpenAsync(Func<ChainFixture, Task<(string Name, string? Value)[]>> settings)
    {
        var chain = await ChainFixture.EnterAsync();
        try
        {
            var (alarms, nodes, signer) = (new Alarms(), Enumerable.Range(0, NodesOf).Select(_ => new NodeEdge()).ToArray(), new NodeEdge());
            var shop = await Shop.OpenAsync(
                services =>
                {
                    services.AddSingleton<ILoggerProvider>(alarms);
                    services.AddSingleton<RpcTransport>(url => url == chain.Signer.Url ? signer : nodes[int.Parse(url.AbsolutePath[1..], CultureInfo.InvariantCulture)]);
                },
                await settings(chain));
            var world = new ChainWorld(chain, shop)
            {
                Origin = await chain.Client.SnapshotAsync(),
                Alarms = alarms,
                Nodes = nodes,
                Signer = signer,
                FirstBlock = await chain.Client.NewestAsync() + 1,
            };
            await world.FundAsync(world.Account, Gas);
            await world.MintAsync(world.Contracts.Usdt, world.Account, 100_000);
            await world.MineAsync(FinalAfter + 1);
            return world;
        }
        catch
        {
            chain.Leave();
            throw;
        }
    }

    /// <summary>A user sells 250 USDT on ERC20, and has an address to send them to.</summary>
    public async Task<OpenedSession> SellAsync(string card = "tok_ok")
    {
        await MineAsync();
        var session = await Shop.OpenSessionAsync(Bodies.Proof().With("network", "ERC20"));
        using var answer = await Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await Shop.QuoteAsync(session), card, User));
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        return session;
    }

    public async Task<string> AddressOfAsync(OpenedSession session) =>
        (await Shop.ReadSellAsync(session)).GetProperty("deposit").GetProperty("address").GetString()!.ToLowerInvariant();

    /// <summary>Somebody who has what he sends sends so many whole coins; the next block has it.</summary>
    public async Task<string> SendAsync(string token, string to, decimal coins)
    {
        await Chain.SendAsync(Contracts.Owner, token, ChainClient.Call("mint(address,uint256)", Contracts.Owner, Units(coins)));
        return await Chain.SendAsync(Contracts.Owner, token, ChainClient.Call("transfer(address,uint256)", to, Units(coins)));
    }

    /// <summary>Several transfers in one transaction, made by a contract.</summary>
    public async Task<string> PayAsync(params IReadOnlyList<(string Token, string To, decimal Coins)> payments)
    {
        foreach (var token in payments.GroupBy(payment => payment.Token))
        {
            await MintAsync(token.Key, Contracts.Wallet, token.Sum(payment => payment.Coins));
        }

        var words = payments.Select(payment => ChainClient.Word(payment.Token) + ChainClient.Word(payment.To) + ChainClient.Word(Units(payment.Coins)));
        var data = ChainClient.Call("pay((address,address,uint256)[])", 32, payments.Count) + string.Concat(words);
        return (await Chain.AskAsync("eth_sendTransaction", new { from = Contracts.Owner, to = Contracts.Wallet, data, gas = "0xf00000" })).GetString()!;
    }

    public Task MintAsync(string token, string to, decimal coins) =>
        Chain.SendAsync(Contracts.Owner, token, ChainClient.Call("mint(address,uint256)", to, Units(coins)));

    public Task FundAsync(string account, string wei) => Chain.AskAsync("hardhat_setBalance", account, wei);

    /// <summary>Turns one of the owner's switches of a token.</summary>
    public Task SwitchAsync(string token, string signature, params object[] arguments) =>
        Chain.SendAsync(Contracts.Owner, token, ChainClient.Call(signature, arguments));

    /// <summary>Blocks of now, the first with all that waits.</summary>
    public Task MineAsync(int blocks = 1) => Chain.MineAsync(Shop.Clock.GetUtcNow(), blocks);

    /// <summary>So many that what came before is final, and as deep as the asset wants.</summary>
    public Task MineToConfirmAsync() => MineAsync(12);

    /// <summary>The timer comes by.</summary>
    public Task LookAsync() => Part<LookAtChain>().RunAsync(default);

    /// <summary>What serves the network in the app.</summary>
    public T Part<T>()
        where T : notnull => Shop.Services.GetRequiredService<EvmNetwork>().Part<T>();

    /// <summary>Another instance of the app: the same tables, nodes and signer, and a memory of its own.</summary>
    public EvmNetwork Another() => new(Shop.Services, Part<EvmSettings>());

    /// <summary>What came is moved to the treasury, as far as it can be.</summary>
    public async Task SweepAsync()
    {
        for (var times = 0; times < 3; times++)
        {
            await Part<SweepForwarders>().RunAsync(default);
            await MineToConfirmAsync();
            await LookAsync();
        }
    }

    /// <summary>The timer comes by, and the sell hears what it has told.</summary>
    public async Task<JsonElement> LookAndReadAsync(OpenedSession session)
    {
        await LookAsync();
        await Shop.WalkAsync(session);
        return await Shop.ReadSellAsync(session);
    }

    /// <summary>250 come for a sell whose card takes no payout, and go back.</summary>
    public async Task RefundAsync(OpenedSession session)
    {
        await SendAsync(Contracts.Usdt, await AddressOfAsync(session), 250);
        await MineToConfirmAsync();
        await LookAndReadAsync(session);
        Shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await Shop.WalkAsync(session);
        await MineToConfirmAsync();
        await LookAsync();
        await Shop.PassAsync(session);
    }

    /// <summary>A sell's deposits, a few words each.</summary>
    public static string DepositsOf(JsonElement sell) =>
        string.Join(", ", sell.GetProperty("deposits").EnumerateArray().Select(deposit => $"{deposit.Text("status")} {deposit.Text("amount")}"));

    /// <summary>What was told of its deposits, in order.</summary>
    public async Task<string> DepositEventsAsync(OpenedSession session) =>
        string.Join(", ", (await Shop.EventsAsync(session)).Where(type => type.StartsWith("deposit.", StringComparison.Ordinal)));

    public Task<BigInteger> CoinsOfAsync(string account, string? token = null) => Chain.BalanceOfAsync(token ?? Contracts.Usdt, account);

    public static BigInteger Units(decimal coins) => new(coins * 1_000_000);

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        chain.Leave();
    }

    /// <summary>The app's settings for a chain.</summary>
    public static (string Name, string? Value)[] SettingsOf(ChainFixture chain) =>
    [
        ("OFFRAMP_EVM_NODES", string.Join(',', Enumerable.Range(0, NodesOf).Select(number => new Uri(chain.Url, $"{number}")))),
        ("OFFRAMP_EVM_CHAIN_ID", "31337"),
        ("OFFRAMP_EVM_FACTORY", chain.Contracts.Factory),
        ("OFFRAMP_EVM_TREASURY", chain.Contracts.Treasury),
        ("OFFRAMP_EVM_ACCOUNT", chain.Signer.Account),
        ("OFFRAMP_EVM_SIGNER_URL", chain.Signer.Url.ToString()),
        ("OFFRAMP_EVM_CONTRACTS", $"USDC={chain.Contracts.Usdc},USDT={chain.Contracts.Usdt}"),
        ("OFFRAMP_EVM_FINAL_AFTER", $"{FinalAfter}"),
        ("OFFRAMP_UNKNOWN_RISK", "allow"),
    ];
}
