using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Requests;

/// <summary>Amounts in bodies: decimal strings such as <c>"250.5"</c>, never JSON numbers.</summary>
internal static class Amounts
{
    /// <summary>A positive amount of the currency. Null without a problem where the currency itself is not known.</summary>
    public static Money? Amount(this JsonFields fields, string name, Currency? currency, bool required = false)
    {
        if (currency is null)
        {
            fields.Text(name, required);
            return null;
        }
        var amount = fields.Parsed<Money>(
            name,
            text => Money.TryParse(text, currency, out var money) ? money : null,
            "invalid_amount",
            $"a decimal text with at most {currency.Decimals} decimals, such as \"250.5\"",
            required);
        if (amount is not { IsPositive: false })
        {
            return amount;
        }

        fields.Fail(name, "out_of_range", $"{name} must be more than zero.");
        return null;
    }

    /// <summary>A decimal text of a currency that is not known here, such as a transfer of some token; kept as it is written.</summary>
    public static string? PlainDecimal(this JsonFields fields, string name, bool required = false)
    {
        if (fields.Text(name, required, maximum: 100) is not { } text)
        {
            return null;
        }

        var isDecimal = char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && text.Count(character => character == '.') <= 1
            && text.All(character => char.IsAsciiDigit(character) || character == '.');
        if (isDecimal)
        {
            return text;
        }

        fields.Fail(name, "invalid_amount", $"{name} must be a decimal text.");
        return null;
    }
}
