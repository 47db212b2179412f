namespace OffRamp.LocalHost.Sandbox.Payouts;

internal enum PayoutStatus
{
    Accepted,
    Settled,
    Failed,
    Returned,
}

/// <summary>Fiat on its way to a card. Its end is decided when it is accepted, and comes at <c>EndsAt</c>.</summary>
internal sealed record Payout(string PayoutId, string Amount, string Currency, string CardToken)
{
    public required string ProviderReference { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Why it fails; null for one that settles.</summary>
    public string? FailsWith { get; init; }

    public bool NewDetailsCanHelp { get; init; }

    public DateTimeOffset? ReturnedAt { get; init; }

    public PayoutStatus StatusAt(DateTimeOffset now) =>
        ReturnedAt is not null ? PayoutStatus.Returned
        : now < EndsAt ? PayoutStatus.Accepted
        : FailsWith is not null ? PayoutStatus.Failed : PayoutStatus.Settled;

    public (string? Code, bool NewDetailsCanHelp) FailureAt(DateTimeOffset now) => StatusAt(now) switch
    {
        PayoutStatus.Failed => (FailsWith, NewDetailsCanHelp),
        PayoutStatus.Returned => ("returned_by_bank", true),
        _ => (null, false),
    };

    public bool AsksTheSameAs(Payout other) => (Amount, Currency, CardToken) == (other.Amount, other.Currency, other.CardToken);
}
