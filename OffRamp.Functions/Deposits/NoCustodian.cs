using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>Where no custodian is configured: it gives no address, knows of no transfer, and never took a refund.</summary>
internal sealed class NoCustodian : ICustodian
{
    /// <inheritdoc/>
    public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => Task.FromResult<CustodianAddress?>(null);

    /// <inheritdoc/>
    public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation) => Task.FromResult<DepositPage?>(null);

    /// <inheritdoc/>
    public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) => Task.FromResult<Outcome>(new RefundUnknown(refund.Id));

    /// <inheritdoc/>
    public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) => Task.FromResult<Outcome>(new RefundNeverArrived(refundId));
}
