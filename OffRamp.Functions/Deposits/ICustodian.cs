using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>Where a sell's crypto is sent.</summary>
internal sealed record CustodianAddress(string Address, string? Memo);

/// <summary>
/// The custodian: deposit addresses, what arrived at them, and refunds. A call that got no usable answer within
/// its 10 s returns null: nothing is known, and it is safe to ask again.
/// </summary>
internal interface ICustodian
{
    /// <summary>The sell's own address; asked again for the same sell, the same address. Source: <c>POST /addresses</c>.</summary>
    Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation);

    /// <summary>
    /// One page of the transfers to the address that the custodian knows of, dropped ones too; the first where
    /// <paramref name="cursor"/> is null. Null where the page was not understood. Source: <c>GET /deposits?address=</c>.
    /// </summary>
    Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation);

    /// <summary>
    /// Sends a refund; its id is the idempotency key. <see cref="RefundReported"/>; <see cref="RefundRefused"/> for a 422 that
    /// names this refund and says why in one of <see cref="Payouts.RefusalCodes"/>; or <see cref="RefundUnknown"/>. Source: <c>POST /refunds</c>.
    /// </summary>
    Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation);

    /// <summary><see cref="RefundReported"/>, <see cref="RefundNeverArrived"/> (404) or <see cref="RefundUnknown"/>. Source: <c>GET /refunds/{refund_id}</c>.</summary>
    Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation);
}
