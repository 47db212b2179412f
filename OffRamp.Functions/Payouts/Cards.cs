using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Payouts;

/// <summary>Cards that users name, as the payout provider knows them.</summary>
internal sealed class Cards(IPayoutProvider provider)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">422: the card is unknown or has expired. 503: the provider is silent.</exception>
    public async Task<Card> FindAsync(string token, CancellationToken cancellation) =>
        await provider.FindCardAsync(token, cancellation) switch
        {
            CardAnswer.Known { IsExpiryOk: true } known => known.Card,
            CardAnswer.Known => throw Refuse(FieldReasons.CardExpired, "The card has expired."),
            CardAnswer.Unknown => throw Refuse(FieldReasons.CardUnknown, "The payout provider does not know this card."),
            _ => throw new ProblemException(
                Problems.Describe("provider_unavailable", "The payout provider does not answer. Try again.") with { RetryAfter = Pause }),
        };

    private static ProblemException Refuse(string reason, string why) =>
        new(Problems.Invalid([new FieldProblem("card_token", "invalid_card_token", why) { Reason = reason }]));
}
