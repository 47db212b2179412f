using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Payouts;

/// <summary>What the provider says of a card token; no card number ever reaches us.</summary>
internal abstract record CardAnswer
{
    internal sealed record Known(Card Card, bool IsExpiryOk) : CardAnswer;

    internal sealed record Unknown : CardAnswer;

    internal sealed record Silent : CardAnswer;
}

/// <summary>The payout provider: pushes fiat to cards. Every call ends within its 10 s, with an outcome and never an exception.</summary>
internal interface IPayoutProvider
{
    /// <summary>
    /// Sends a payout; its id is the idempotency key, so that sending it again has no second effect.
    /// A 422 that names this payout and says why in one of <see cref="RefusalCodes"/> is <see cref="PayoutRefused"/>. Everything else is
    /// <see cref="PayoutUnknown"/>: our own credentials or balance, "exists already", a firewall's page, a timeout.
    /// Source: <c>POST /payouts</c>.
    /// </summary>
    Task<Outcome> SubmitAsync(Payout payout, CancellationToken cancellation);

    /// <summary><see cref="PayoutReported"/>, <see cref="PayoutNeverArrived"/> (404), or <see cref="ProviderSilent"/>. Source: <c>GET /payouts/{payout_id}</c>.</summary>
    Task<Outcome> AskAsync(string payoutId, CancellationToken cancellation);

    /// <summary>How it pays out a currency, in the contract's words: <c>card</c>. None for one that it does not pay out.</summary>
    IReadOnlyList<string> MethodsOf(Currency fiat);

    /// <summary>Brand and last four digits behind a token. Source: <c>GET /cards/{card_token}</c>.</summary>
    Task<CardAnswer> FindCardAsync(string cardToken, CancellationToken cancellation);
}
