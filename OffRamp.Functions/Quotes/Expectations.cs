using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Quotes;

/// <summary>What would happen to a deposit that is not as quoted, in amounts of the quote at hand.</summary>
internal sealed record Expectations(Asset Asset, UnderpaidPolicy Underpaid, TimeSpan DepositWindow)
{
    public IfUnder IfUnder(QuoteTerms terms)
    {
        var half = Money.Max(new(terms.CryptoAmount.Units / 2, Asset.Currency), Asset.Minimum);
        var isConverted = Underpaid == UnderpaidPolicy.ConvertActual;
        var nothing = Money.Zero(Asset.Currency);
        return new(
            (terms.CryptoAmount - QuoteRules.Tolerance(terms.CryptoAmount)).ToString(),
            isConverted ? "convert_actual" : "refund",
            Asset.Minimum.ToString(),
            isConverted
                ? Example(half, terms.PayFor(half), nothing)
                : Example(half, Money.Zero(terms.FiatAmount.Currency), half));
    }

    public IfOver IfOver(QuoteTerms terms)
    {
        var excess = Money.Max(new(terms.CryptoAmount.Units / 5, Asset.Currency), Asset.Dust + Asset.Dust);
        return new("refund_excess", Asset.Dust.ToString(), Example(terms.CryptoAmount + excess, terms.FiatAmount, Back(excess)));
    }

    public IfLate IfLate(QuoteTerms terms) => new("refund", (long)DepositWindow.TotalSeconds, Back(terms.CryptoAmount).ToString());

    /// <summary>What goes back of what came by mistake.</summary>
    private Money Back(Money amount) => Money.Max(amount - Asset.RefundCost, Money.Zero(Asset.Currency));

    private static Example Example(Money received, Money paid, Money refunded) =>
        new(received.ToString(), paid.ToString(), refunded.ToString());
}
