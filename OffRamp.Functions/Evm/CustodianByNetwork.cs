using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Evm;

/// <summary>
/// Which custodian is whose: new addresses and refunds go by the network, and what was given or taken before by who did that. So an
/// installation may change from a custodian to the chain while sells are open.
/// </summary>
internal sealed class CustodianByNetwork(EvmCustodian evm, ICustodian others, EvmSettings settings) : ICustodian
{
    /// <inheritdoc/>
    public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) =>
        asset.Network == settings.Network ? evm.CreateAddressAsync(sell, asset, cancellation) : others.CreateAddressAsync(sell, asset, cancellation);

    /// <inheritdoc/>
    public async Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) =>
        asset.Network == settings.Network && await evm.HasGivenAsync(address, cancellation)
            ? await evm.ListDepositsAsync(address, asset, cursor, cancellation)
            : await others.ListDepositsAsync(address, asset, cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) =>
        network == settings.Network ? evm.SendRefundAsync(refund, network, cancellation) : others.SendRefundAsync(refund, network, cancellation);

    /// <summary>A refund that the chain's records do not have may be one that the other custodian took before: only its word says that it never arrived.</summary>
    public async Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) =>
        await evm.HasTakenAsync(refundId, cancellation) ? await evm.AskRefundAsync(refundId, cancellation) : await others.AskRefundAsync(refundId, cancellation);
}
