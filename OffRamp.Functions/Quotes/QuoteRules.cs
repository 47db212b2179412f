namespace OffRamp.Functions.Quotes;

/// <summary>
/// What a sell is worth: the fee is a part of the rate, what we pay is rounded down to the cent, and what is asked for a
/// wanted payout is rounded up to the asset's smallest unit.
/// </summary>
internal static class QuoteRules
{
    /// <summary>Of the rate, what is kept of every unit converted.</summary>
    public static readonly Percent FeePart = Percent.Parse("1");

    /// <summary>How long the terms stand.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // As many digits as a person can read.
    private const int RateDecimals = 8;

    /// <summary>The terms for an amount of the asset or of the fiat currency; null where a rate is too small to be one.</summary>
    /// <param name="amount">What is sold, or what is to be paid out.</param>
    /// <param name="market">Fiat per unit of the asset.</param>
    /// <param name="asset">What is sold.</param>
    /// <param name="fiat">What is paid out.</param>
    /// <param name="margin">The partner's own part of the rate, on top of our fee.</param>
    /// <param name="now">The time.</param>
    public static QuoteTerms? Price(Money amount, Rate market, Currency asset, Currency fiat, Percent margin, DateTimeOffset now)
    {
        if (market.RoundedDown(RateDecimals) is not { } rate)
        {
            return null;
        }

        var fee = rate.Share(FeePart);
        Rate? own = margin.BasisPoints > 0 ? rate.Share(margin) : null;
        var paid = own is { } part ? rate - fee - part : rate - fee;
        var isFiat = amount.Currency == fiat;
        return new QuoteTerms
        {
            Rate = rate,
            Fee = fee,
            Margin = own,
            CryptoAmount = isFiat ? paid.Invert(amount, asset, Rounding.Up) : amount,
            FiatAmount = isFiat ? amount : paid.Convert(amount, fiat, Rounding.Down),
            ExpiresAt = now + Lifetime,
        };
    }

    /// <summary>Short by at most this much counts as exact: the larger of 0.5 % and 0.01 of the asset.</summary>
    public static Money Tolerance(Money crypto) =>
        Money.Max(new(crypto.Units / 200, crypto.Currency), Money.Parse("0.01", crypto.Currency));
}
