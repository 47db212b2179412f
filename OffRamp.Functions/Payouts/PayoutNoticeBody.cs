namespace OffRamp.Functions.Payouts;

/// <summary>What the payout provider sends, for the API's description.</summary>
internal sealed record PayoutNoticeBody
{
    public required string Type { get; init; }
    public required PayoutNoticeData Data { get; init; }
}

/// <summary>The fields that <see cref="ReadPayoutFact"/> reads.</summary>
internal sealed record PayoutNoticeData
{
    public required string PayoutId { get; init; }
    public string? ProviderReference { get; init; }
    public string? Amount { get; init; }
    public string? Currency { get; init; }
    public string? FailureCode { get; init; }
    public bool? RetryableWithNewDetails { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
}
