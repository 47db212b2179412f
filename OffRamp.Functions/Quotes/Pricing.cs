using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Quotes;

/// <summary>What somebody wants to sell: an amount of the asset, or as much of it as pays an amount of fiat.</summary>
/// <param name="Field">The request's field that the amount came in, for what is said against it.</param>
internal sealed record QuoteRequest(Asset Asset, Currency Fiat, Money Amount, string Field);

/// <summary>Terms for a wish, or the problem that there are none.</summary>
internal sealed class Pricing(IRateSource rates, PausedAssets paused, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">The asset is paused, there is no rate, or the amount is outside the limits.</exception>
    public async Task<QuoteTerms> PriceAsync(QuoteRequest wanted, Partner partner, CancellationToken cancellation)
    {
        if (await paused.IsPausedAsync(wanted.Asset, cancellation))
        {
            throw Problems.Because("asset_paused", $"{wanted.Asset.Currency} on {wanted.Asset.Network} is not taken at the moment.");
        }

        var limits = Limits.For(wanted.Asset, partner);
        if (wanted.Amount.Currency == wanted.Asset.Currency)
        {
            Refuse(limits.Refuse(wanted.Field, wanted.Amount));
        }

        var terms = await rates.FindAsync(wanted.Asset.Currency, wanted.Fiat, cancellation) is { } rate
            ? QuoteRules.Price(wanted.Amount, rate, wanted.Asset.Currency, wanted.Fiat, partner.Margin, clock.GetUtcNow())
            : null;
        if (terms is null)
        {
            throw new ProblemException(Problems.Describe("rate_unavailable", "There is no current rate. Try again.") with { RetryAfter = Pause });
        }

        Refuse(limits.Refuse(wanted.Field, terms.CryptoAmount));
        return terms;
    }

    private static void Refuse(FieldProblem? problem)
    {
        if (problem is not null)
        {
            throw new ProblemException(Problems.Invalid([problem]));
        }
    }
}
