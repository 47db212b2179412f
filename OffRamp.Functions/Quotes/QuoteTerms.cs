namespace OffRamp.Functions.Quotes;


/// <summary>The terms a user accepted. Rate and fee are fiat per unit of the asset.</summary>
internal sealed record QuoteTerms
{
    public required Rate Rate { get; init; }
    public required Rate Fee { get; init; }
    public required Money CryptoAmount { get; init; }
    public required Money FiatAmount { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What is paid out when this much was converted: the quote for exactly its crypto, for more or less at the quote's rate, rounded down.</summary>
    public Money PayFor(Money crypto) =>
        crypto == CryptoAmount ? FiatAmount : (Rate - Fee).Convert(crypto, FiatAmount.Currency, Rounding.Down);
}
