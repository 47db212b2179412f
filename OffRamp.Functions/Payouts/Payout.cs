namespace OffRamp.Functions.Payouts;


/// <summary>
/// How far an attempt to push fiat to a card has come. <c>Submitting</c> is committed before the provider is called:
/// found without an outcome, it means that the provider must be asked by our key before anything else.
/// </summary>
internal enum PayoutStatus { Submitting, Submitted, Settled, Failed, Returned }

/// <summary>The card as the payout provider knows it: a token, and what may be shown.</summary>
internal sealed record Card(string Token, string Brand, string Last4);

/// <summary>One attempt to push fiat to the card. Its id is the provider's idempotency key.</summary>
internal sealed record Payout
{
    public required string Id { get; init; }
    public required int Attempt { get; init; }
    public required PayoutStatus Status { get; init; }
    public required Money Amount { get; init; }

    /// <summary>The crypto that this payout converts; the ledger posts it when the payout settles.</summary>
    public required Money Converts { get; init; }
    public required Card Card { get; init; }
    public string? FailureCode { get; init; }
    public bool NewDetailsCanHelp { get; init; }
    public string? ProviderReference { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>How often the provider's answer was unknown, and when to ask again.</summary>
    public int UnknownAnswers { get; init; }
    public DateTimeOffset AskAt { get; init; }

    /// <summary>The recovery that added it; null in the sell's own story.</summary>
    public int? Recovery { get; init; }

    public bool IsOut => Status is PayoutStatus.Submitting or PayoutStatus.Submitted;
}
