using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Evm;

/// <summary>
/// Which custodian is whose: new addresses and refunds go by the network, and what was given or taken before by who did that. So an
/// installation may change from a custodian to the chain while sells are open.
/// </summary>
internal sealed class CustodianByNetwork(IReadOnlyList<EvmNetwork> networks, ICustodian others) : ICustodian
{
    /// <inheritdoc/>
    public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) =>
        For(asset.Network).CreateAddressAsync(sell, asset, cancellation);

    /// <inheritdoc/>
    public async Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) =>
        For(asset.Network) is EvmCustodian evm && await evm.HasGivenAsync(address, cancellation)
            ? await evm.ListDepositsAsync(address, asset, cursor, cancellation)
            : await others.ListDepositsAsync(address, asset, cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) =>
        For(network).SendRefundAsync(refund, network, cancellation);

    /// <summary>A refund that no chain's records have may be one that the other custodian took before: only its word says that it never arrived.</summary>
    public async Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation)
    {
        foreach (var evm in networks.Select(network => network.Part<EvmCustodian>()))
        {
            if (await evm.HasTakenAsync(refundId, cancellation))
            {
                return await evm.AskRefundAsync(refundId, cancellation);
            }
        }

        return await others.AskRefundAsync(refundId, cancellation);
    }

    private ICustodian For(Network network) => networks.FirstOrDefault(known => known.Network == network)?.Part<EvmCustodian>() ?? others;
}
