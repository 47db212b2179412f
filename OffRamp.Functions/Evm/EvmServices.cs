using Microsoft.Extensions.DependencyInjection.Extensions;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm;

internal static class EvmServices
{
    /// <summary>Serves some networks from the chains themselves; the custodian keeps the others.</summary>
    public static void AddEvm(this IServiceCollection services, IReadOnlyList<EvmSettings> networks)
    {
        services.TryAddSingleton<IRefundRecords, RefundRecords>();
        foreach (var settings in networks)
        {
            services.AddSingleton(container => new EvmNetwork(container, settings));
            services.AddHealth(settings, EvmNetwork.NodesOf(settings), static (network, cancellation) => network.Part<Chain>().ReadChainIdAsync(cancellation));
            services.AddHealth(settings, EvmNetwork.SignerOf(settings));
            services.AddHealth(settings, EvmNetwork.GasOf(settings), static (network, cancellation) => network.Part<LookAtChain>().LookAtGasAsync(cancellation));
        }

        if (networks.Count > 0)
        {
            services.AddSingleton<ICustodian>(container => new CustodianByNetwork(
                [.. container.GetServices<EvmNetwork>()], container.GetService<HttpCustodian>() ?? (ICustodian)new NoCustodian()));
        }
    }

    /// <summary>
    /// Its trouble stops no sell of another network: a new sell of this one needs its address, and says itself that it cannot have it.
    /// </summary>
    private static void AddHealth(
        this IServiceCollection services, EvmSettings settings, string name, Func<EvmNetwork, CancellationToken, Task>? ask = null) =>
        services.AddSingleton(container => new ProviderHealth(name, container.GetRequiredService<TimeProvider>())
        {
            IsNeededBySells = false,
            Ask = ask is null ? null : cancellation => ask(container.GetServices<EvmNetwork>().Single(known => known.Network == settings.Network), cancellation),
        });
}
