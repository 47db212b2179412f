namespace OffRamp.Functions.Quotes;

/// <summary>The fields of <c>POST /v1/quotes</c>, for the API's description.</summary>
internal sealed record QuoteBody
{
    public required string Asset { get; init; }
    public required Network Network { get; init; }
    public required string FiatCurrency { get; init; }
    public string? CryptoAmount { get; init; }
    public string? FiatAmount { get; init; }
}

/// <summary>The fields of the sell page's <c>/quote</c>, for the API's description.</summary>
internal sealed record AmountBody
{
    public string? CryptoAmount { get; init; }
    public string? FiatAmount { get; init; }
}
