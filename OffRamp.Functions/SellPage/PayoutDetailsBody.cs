namespace OffRamp.Functions.SellPage;

/// <summary>The fields that <see cref="GivenDetails"/> reads, by what was asked for; for the API's description.</summary>
internal sealed record PayoutDetailsBody
{
    public string? CardToken { get; init; }
    public bool? Refund { get; init; }
    public string? RefundAddress { get; init; }
}
