namespace OffRamp.Functions.Quotes;


/// <summary>The terms a user accepted. Rate, fee and margin are fiat per unit of the asset.</summary>
internal sealed record QuoteTerms
{
    public required Rate Rate { get; init; }
    public required Rate Fee { get; init; }

    /// <summary>The partner's own part; null where it takes none.</summary>
    public Rate? Margin { get; init; }

    public required Money CryptoAmount { get; init; }
    public required Money FiatAmount { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What is paid out when this much was converted: the quote for exactly its crypto, for more or less at the quote's rate, rounded down.</summary>
    public Money PayFor(Money crypto) =>
        crypto == CryptoAmount ? FiatAmount : Net.Convert(crypto, FiatAmount.Currency, Rounding.Down);

    /// <summary>What is paid for a unit.</summary>
    private Rate Net => Margin is { } margin ? Rate - Fee - margin : Rate - Fee;
}
