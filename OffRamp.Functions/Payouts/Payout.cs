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

    /// <summary>The first try to send it, and how many there were: only the answer to an only try can be a refusal for good.</summary>
    public string? FirstTry { get; init; }
    public int Tries { get; init; }

    /// <summary>When it was first sent, or the provider first spoke of it: from then on the provider keeps its key for a while. Null while it was never sent.</summary>
    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>How often the provider's answer was unknown, and when to ask again.</summary>
    public int UnknownAnswers { get; init; }

    /// <summary>Some answer about it was unknown: it may have arrived.</summary>
    public bool WasUnknown { get; init; }
    public DateTimeOffset AskAt { get; init; }

    /// <summary>The recovery that added it; null in the sell's own story.</summary>
    public int? Recovery { get; init; }

    /// <summary>Since when a notice says that it came back after it had settled; null once the provider was asked, or none says so.</summary>
    public DateTimeOffset? ReturnSaidAt { get; init; }

    /// <summary>When it was recorded that it had come back; null also where that was recorded before this was kept.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>What came back, where a bank took its fee of it.</summary>
    public Money? ReturnedAmount { get; init; }

    /// <summary>What did not come back of what was paid.</summary>
    public Money Shortfall => Status == PayoutStatus.Returned && ReturnedAmount is { } back ? Amount - back : Money.Zero(Amount.Currency);

    /// <summary>A key that the provider has forgotten protects nothing: after that it is only asked about.</summary>
    public bool MayBeSent(DateTimeOffset now) => FirstTriedAt is not { } first || now < first + PayoutRetry.KeyLifetime;

    /// <summary>The answer to this try is the answer to all that was ever sent of it.</summary>
    public bool IsOnlyTry(string? name) => name is not null && name == FirstTry && Tries == 1 && !WasUnknown;

    /// <summary>The provider has to be asked what became of it.</summary>
    public bool IsAskedAbout => IsOut || ReturnSaidAt is not null;

    public bool IsOut => Status is PayoutStatus.Submitting or PayoutStatus.Submitted;
}
