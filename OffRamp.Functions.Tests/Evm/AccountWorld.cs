using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>Our account on a real chain, with real tables, and a process that may die and come back. Its first refund is of 250 USDC.</summary>
internal sealed class AccountWorld : IAsyncDisposable
{
    private readonly ChainFixture chain;
    private readonly AzuriteTables tables;
    private ServiceProvider services = null!;

    private AccountWorld(ChainFixture chain, AzuriteTables tables) => (this.chain, this.tables) = (chain, tables);

    public FakeTimeProvider Clock { get; } = ManualTime.New();

    public Alarms Alarms { get; } = new();

    public ResolvedRefunds Resolved { get; } = new();

    public NodeEdge Node { get; private set; } = new();

    public NodeEdge Signer { get; private set; } = new();

    public ChainClient Chain => chain.Client;

    public LocalContracts Contracts => chain.Contracts;

    public string Account => chain.Signer.Account;

    public Refunds Refunds => services.GetRequiredService<EvmNetwork>().Part<Refunds>();

    private TransactionStore Store => services.GetRequiredService<EvmNetwork>().Part<TransactionStore>();

    /// <param name="coins">What the account has of USDC.</param>
    /// <param name="settings">Others than those of the chain.</param>
    public static async Task<AccountWorld> OpenAsync(decimal coins = 1_000, params (string Name, string? Value)[] settings)
    {
        var world = new AccountWorld(await ChainFixture.EnterAsync(), await AzuriteTables.StartAsync(StorageNames.Index));
        world.Start(settings);
        await world.FundAsync(world.Account, coins);
        return world;
    }

    /// <summary>An account has gas, and so much of USDC.</summary>
    public async Task FundAsync(string account, decimal coins = 1_000)
    {
        await Chain.AskAsync("hardhat_setBalance", account, "0xde0b6b3a7640000");
        await MintAsync(coins, account);
    }

    /// <summary>A process of its own on the same tables, whatever became of the one before.</summary>
    public void Start(params (string Name, string? Value)[] settings)
    {
        services?.Dispose();
        (Node, Signer) = (new(), new());
        var all = TestSettings.Local([.. ChainWorld.SettingsOf(chain), ("OFFRAMP_EVM_NODES", chain.Url.ToString()), .. settings]);
        var collection = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddSingleton(tables.Store).AddLogging(logging => logging.AddProvider(Alarms))
            .AddSingleton<IRefundRecords>(Resolved)
            .AddSingleton(Assets.Defaults.WithNetwork(Network.ERC20, all.Evm[0].ChainId, all.Evm[0].Contracts!));
        collection.AddEvm(all.Evm);
        collection.AddSingleton<RpcTransport>(url => url == chain.Signer.Url ? Signer : Node);
        services = collection.BuildServiceProvider();
    }

    public static Refund Refund(int number = 1, string to = ChainWorld.User) => new()
    {
        Id = $"ref_01HZZZZZZZZZZZZZZZZZZZZZZZ_{number}",
        Status = RefundStatus.Submitting,
        Amount = Money.Parse("250", Currency.USDC),
        Address = to,
        Reason = "payout_failed",
        CreatedAt = ManualTime.Start,
        AskAt = ManualTime.Start,
    };

    /// <summary>What is said of a refund, in one word.</summary>
    public async Task<string> AskAsync(int number = 1) => WordOf(await Refunds.AskAsync(Refund(number).Id, default));

    public async Task<string> SendAsync(int number = 1, string to = ChainWorld.User) => WordOf(await Refunds.SendAsync(Refund(number, to), default));

    /// <summary>A transaction of the account that moves nothing of its own, as a sweep is.</summary>
    public async Task PayNobodyAsync(string id)
    {
        var wish = new Transaction { Id = id, To = Contracts.Usdc, Data = Abi.Transfer(Account, BigInteger.Zero), CreatedAt = Clock.GetUtcNow() };
        Assert.IsTrue(await Store.TryAddAsync(wish, default));
        await LookAsync();
    }

    public async Task<TransactionStatus?> StatusOfAsync(string id) => (await Store.FindAsync(id, default))?.Status;

    /// <summary>The timer comes by.</summary>
    public Task LookAsync() => services.GetRequiredService<EvmNetwork>().Part<SendTransactions>().RunAsync(default);

    /// <summary>Blocks until what was handed in is final, with a look after each.</summary>
    public async Task FinishAsync()
    {
        for (var blocks = 0; blocks <= ChainWorld.FinalAfter + 1; blocks++)
        {
            await MineAsync();
            await LookAsync();
        }
    }

    public Task MineAsync(int blocks = 1) => Chain.MineAsync(Clock.GetUtcNow(), blocks);

    /// <summary>The account has so much more of USDC.</summary>
    public async Task MintAsync(decimal coins, string? account = null)
    {
        await Chain.SendAsync(Contracts.Owner, Contracts.Usdc, ChainClient.Call("mint(address,uint256)", account ?? Account, ChainWorld.Units(coins)));
        await MineAsync(ChainWorld.FinalAfter + 1);
    }

    public async Task SwitchAsync(string signature, params object[] arguments)
    {
        await Chain.SendAsync(Contracts.Owner, Contracts.Usdc, ChainClient.Call(signature, arguments));
        await MineAsync();
    }

    public Task<BigInteger> CoinsOfUserAsync() => Chain.BalanceOfAsync(Contracts.Usdc, ChainWorld.User);

    /// <summary>Of the one transaction of the newest block, as a sell's record has it.</summary>
    public async Task<string> LastHashAsync() =>
        (await Chain.AskAsync("eth_getBlockByNumber", "latest", false)).GetProperty("transactions").EnumerateArray().Single().GetString()![2..];

    /// <summary>How many transactions of the account the chain has.</summary>
    public async Task<string> NonceAsync() => (await Chain.AskAsync("eth_getTransactionCount", Account, "latest")).GetString()!;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        chain.Leave();
    }

    /// <summary>In place of the sells: the refunds that a person has resolved.</summary>
    internal sealed class ResolvedRefunds : IRefundRecords
    {
        private readonly Dictionary<string, Refund> resolved = [];

        public void Add(int number, RefundStatus status, string? hash = null) =>
            resolved[Refund(number).Id] = Refund(number) with { Status = status, TxHash = hash };

        public Task<Refund?> FindAsync(string refundId, CancellationToken cancellation) => Task.FromResult(resolved.GetValueOrDefault(refundId));
    }

    private static string WordOf(Outcome outcome) => outcome switch
    {
        RefundReported reported => reported.Fact.Status.ToString().ToLowerInvariant(),
        RefundNeverArrived => "never arrived",
        _ => "unknown",
    };
}
