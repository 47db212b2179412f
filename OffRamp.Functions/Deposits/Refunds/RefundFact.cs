namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>What the custodian said of a refund.</summary>
internal sealed record RefundFact(string RefundId, RefundStatus Status, string? TxHash);
