namespace OffRamp.Functions.Deposits;

/// <summary>What the custodian said of a refund.</summary>
internal sealed record RefundFact(string RefundId, RefundStatus Status, string? TxHash);
