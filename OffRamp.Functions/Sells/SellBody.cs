namespace OffRamp.Functions.Sells;

/// <summary>The fields that <see cref="SellOrder.ReadAsync"/> reads, for the API's description.</summary>
internal sealed record SellBody
{
    public required string QuoteId { get; init; }
    public required string CardToken { get; init; }
    public required string RefundAddress { get; init; }
}
