namespace OffRamp.Functions;

internal readonly partial record struct Money
{
    /// <summary>
    /// Reads an amount as the contract writes it: digits, perhaps a point and at most as many digits as the
    /// currency has, and any zeros after them. "1.", ".5", "007", "+1", "-1", "1e3", " 1" and "1,000" are all refused.
    /// </summary>
    public static bool TryParse(string? text, Currency currency, out Money amount)
    {
        var isRead = DecimalText.TryParse(text, currency.Decimals, out var units);
        amount = new Money(units, currency);
        return isRead;
    }

    /// <inheritdoc cref="TryParse(string?, Currency, out Money)"/>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static Money Parse(string text, Currency currency) =>
        TryParse(text, currency, out var amount) ? amount : throw new FormatException($"'{text}' is not an amount of {currency}.");

    /// <summary>The amount alone, as the contract writes it: fiat with all decimals, a coin without trailing zeros.</summary>
    public override string ToString() => DecimalText.Format(Units, Currency.Decimals, trimmed: !Currency.IsFiat);

    /// <summary>Amount and currency, as stored records hold it: "250.5 USDT", "-1.00 EUR".</summary>
    public string ToStoredText() => $"{this} {Currency.Code}";

    /// <summary>Reads what <see cref="ToStoredText"/> wrote.</summary>
    /// <exception cref="FormatException">It was not written by us.</exception>
    public static Money ParseStoredText(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var isNegative = text.StartsWith('-');
        if (space > 0)
        {
            var currency = Currency.Of(text[(space + 1)..]);
            var amount = Parse(text[(isNegative ? 1 : 0)..space], currency);
            if (!isNegative)
            {
                return amount;
            }

            if (amount.IsPositive)
            {
                return -amount;
            }
        }

        throw new FormatException($"'{text}' is not a stored amount.");
    }
}
