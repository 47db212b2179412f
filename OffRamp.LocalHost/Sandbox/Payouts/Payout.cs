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

    /// <summary>When it comes back, or came; null for one that stays.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>What comes back; null for all of it.</summary>
    public string? ReturnedAmount { get; init; }

    /// <summary>What the provider names beside the status: of one that came back, what did.</summary>
    public string AmountAt(DateTimeOffset now) => StatusAt(now) == PayoutStatus.Returned ? ReturnedAmount ?? Amount : Amount;

    public PayoutStatus StatusAt(DateTimeOffset now) =>
        ReturnedAt <= now ? PayoutStatus.Returned
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
