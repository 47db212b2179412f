namespace OffRamp.Functions.Payouts;

/// <summary>What the payout provider itself said of a payout, in a notice or when asked.</summary>
internal sealed record PayoutFact
{
    public required string PayoutId { get; init; }
    public required PayoutStatus Status { get; init; }
    public string? ProviderReference { get; init; }
    public string? Amount { get; init; }
    public string? Currency { get; init; }
    public string? FailureCode { get; init; }
    public bool RetryableWithNewDetails { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
}
