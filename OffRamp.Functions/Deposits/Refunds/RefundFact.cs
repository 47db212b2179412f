namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>What the custodian said of a refund.</summary>
internal sealed record RefundFact(string RefundId, RefundStatus Status, string? TxHash)
{
    /// <summary>What the network took for it, as the custodian writes it, in units of the asset; null where it does not say.</summary>
    public string? Fee { get; init; }
}
