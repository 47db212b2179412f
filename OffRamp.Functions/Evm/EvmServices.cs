using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Evm.Watching;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

internal static class EvmServices
{
    private const string Nodes = "evm_nodes";
    private const string SignerName = "evm_signer";
    private const string Gas = "evm_gas";

    /// <summary>Serves one network from the chain itself; the custodian keeps the others.</summary>
    public static void AddEvm(this IServiceCollection services, EvmSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHealth(Nodes, container => cancellation => container.GetRequiredService<Chain>().ReadChainIdAsync(cancellation));
        services.AddHealth(SignerName);
        services.AddHealth(Gas, container => cancellation => container.GetRequiredService<LookAtChain>().LookAtGasAsync(cancellation));
        services.AddSingleton(container => new RpcNodes(
            [.. settings.Nodes.Select(node => new RpcEndpoint(node, container.GetRequiredService<ILogger<RpcEndpoint>>()))], container.HealthOf(Nodes)));
        services.AddSingleton<Chain>();
        services.AddSingleton<CheckedSetup>();
        services.AddSingleton<ReadTransfers>();
        services.AddSingleton<WatchStore>();
        services.AddSingleton<TellSells>();
        services.AddSingleton<WatchChain>();
        services.AddSingleton<Fares>();
        services.AddSingleton<TransactionStore>();
        services.AddSingleton(container => ActivatorUtilities.CreateInstance<Signer>(
            container, new RpcEndpoint(settings.Signer, container.GetRequiredService<ILogger<RpcEndpoint>>()), container.HealthOf(SignerName)));
        services.AddSingleton(container => ActivatorUtilities.CreateInstance<GasTank>(container, container.HealthOf(Gas)));
        services.AddSingleton<SendTransactions>();
        services.AddSingleton<SweepForwarders>();
        services.AddSingleton<Refunds>();
        services.AddSingleton<LookAtChain>();
        services.AddSingleton<CheckChain>();
        services.AddSingleton<EvmCustodian>();
        services.AddSingleton<ICustodian>(container => new CustodianByNetwork(
            container.GetRequiredService<EvmCustodian>(), container.GetService<HttpCustodian>() ?? (ICustodian)new NoCustodian(), settings));
    }

    /// <summary>
    /// Its trouble stops no sell of another network: a new sell of this one needs its address, and says itself that it cannot have it.
    /// </summary>
    private static void AddHealth(this IServiceCollection services, string name, Func<IServiceProvider, Func<CancellationToken, Task>>? ask = null) =>
        services.AddSingleton(container => new ProviderHealth(name, container.GetRequiredService<TimeProvider>())
        {
            IsNeededBySells = false,
            Ask = ask is null ? null : cancellation => ask(container)(cancellation),
        });

    private static ProviderHealth HealthOf(this IServiceProvider container, string name) =>
        container.GetServices<ProviderHealth>().Single(known => known.Name == name);
}
