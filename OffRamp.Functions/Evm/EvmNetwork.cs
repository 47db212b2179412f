using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Evm;

/// <summary>
/// All that serves one EVM network: made of its settings, once, and of what the app has for all. Nothing in it knows that there are others.
/// </summary>
internal sealed class EvmNetwork(IServiceProvider app, EvmSettings settings) : IDisposable
{
    private readonly ServiceProvider parts = Build(app, settings);

    public Network Network => settings.Network;

    /// <summary>What lists and alarms call its nodes, as a provider.</summary>
    public static string NodesOf(EvmSettings settings) => NameOf(settings, "nodes");

    /// <summary>The same of its signer.</summary>
    public static string SignerOf(EvmSettings settings) => NameOf(settings, "signer");

    /// <summary>The same of its account's gas.</summary>
    public static string GasOf(EvmSettings settings) => NameOf(settings, "gas");

    /// <summary>One of its parts.</summary>
    public T Part<T>()
        where T : notnull => parts.GetRequiredService<T>();

    /// <summary>Ends its connections.</summary>
    public void Dispose() => parts.Dispose();

    // As the settings begin: evm_nodes of ERC20, evm_base_nodes of BASE.
    private static string NameOf(EvmSettings settings, string part) => settings.Prefix["OFFRAMP_".Length..].ToLowerInvariant() + part;

    private static ServiceProvider Build(IServiceProvider app, EvmSettings settings) => new ServiceCollection()
        .AddSingleton(settings)
        .AddSingleton(app.GetRequiredService<ILoggerFactory>())
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(app.GetRequiredService<TimeProvider>())
        .AddSingleton(app.GetRequiredService<Assets>())
        .AddSingleton(app.GetRequiredService<TableStore>())
        .AddSingleton(_ => app.GetRequiredService<NoticeInbox>())
        .AddSingleton(_ => app.GetRequiredService<OpenSells>())
        .AddSingleton(_ => app.GetRequiredService<SellStore>())
        .AddSingleton(_ => app.GetRequiredService<IRefundRecords>())
        .AddSingleton(_ => new RpcNodes([.. settings.Nodes.Select(node => Endpoint(app, node))], HealthOf(app, NodesOf(settings))))
        .AddSingleton(parts => ActivatorUtilities.CreateInstance<Signer>(parts, Endpoint(app, settings.Signer), HealthOf(app, SignerOf(settings))))
        .AddSingleton(parts => ActivatorUtilities.CreateInstance<GasTank>(parts, HealthOf(app, GasOf(settings))))
        .AddSingleton<Chain>()
        .AddSingleton<FinalBalances>()
        .AddSingleton<CheckedSetup>()
        .AddSingleton<ReadLogs>()
        .AddSingleton<ReadTransfers>()
        .AddSingleton<WatchStore>()
        .AddSingleton<TellSells>()
        .AddSingleton<TellNews>()
        .AddSingleton<AddUp>()
        .AddSingleton<JudgeTransfers>()
        .AddSingleton<WatchChain>()
        .AddSingleton<Fares>()
        .AddSingleton<TransactionStore>()
        .AddSingleton<Nonces>()
        .AddSingleton<EndTransactions>()
        .AddSingleton<SendTransactions>()
        .AddSingleton<SweepForwarders>()
        .AddSingleton<Refunds>()
        .AddSingleton<LookAtChain>()
        .AddSingleton<ShortfallStore>()
        .AddSingleton<ReadAgain>()
        .AddSingleton<ReadHistory>()
        .AddSingleton<ReadOutflows>()
        .AddSingleton<CheckChain>()
        .AddSingleton<EvmCustodian>()
        .BuildServiceProvider();

    private static RpcEndpoint Endpoint(IServiceProvider app, Uri url) =>
        new(url, app.GetRequiredService<ILogger<RpcEndpoint>>(), app.GetService<RpcTransport>()?.Invoke(url));

    private static ProviderHealth HealthOf(IServiceProvider app, string name) => app.GetServices<ProviderHealth>().Single(known => known.Name == name);
}

/// <summary>What stands in for the network on the way to a node or a signer; null: nothing does.</summary>
internal delegate HttpMessageHandler? RpcTransport(Uri url);
