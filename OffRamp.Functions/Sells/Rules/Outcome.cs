using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>What a provider answered when an activity asked it. It never passes through the orchestration.</summary>
internal abstract record Outcome;

/// <summary>The custodian listed the address's transfers, as they stood at or after <paramref name="AskedAt"/>.</summary>
internal sealed record CustodianAnswered(DateTimeOffset AskedAt, IReadOnlyList<DepositFact> Facts) : Outcome
{
    /// <summary>Entries that may be transfers to the address, and cannot be read.</summary>
    public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];

    /// <summary>Transfers of something else that could not be read otherwise.</summary>
    public int Foreign { get; init; }

    /// <summary>Where the list goes on; null once it was read to its end, or as far as it needed to be.</summary>
    public string? NextCursor { get; init; }

    /// <summary>What earlier looks found of the same list, which was too long for one.</summary>
    public DepositReading? Earlier { get; init; }

    /// <summary>Asked in the same breath when a payout is about to begin; null when nobody could say.</summary>
    public KycStatus? Kyc { get; init; }
    public Rate? CurrentRate { get; init; }

    /// <summary>What the screening provider said of senders, by the deposits' ids.</summary>
    public IReadOnlyDictionary<string, ScreenedRisk> Screened { get; init; } = new Dictionary<string, ScreenedRisk>();
}

/// <summary>A provider did not answer, or not so that it can be relied on: nothing is known.</summary>
internal sealed record ProviderSilent(string Provider) : Outcome;

/// <summary>The payout provider accepted the payout: it is out.</summary>
internal sealed record PayoutAccepted(string PayoutId, string? ProviderReference) : Outcome;

/// <summary>The payout is about to be sent, under this name of the try: whoever comes after knows that it may have arrived.</summary>
internal sealed record PayoutSending(string PayoutId, string Try) : Outcome;

/// <summary>What was about to be sent under this name of the try was not: something came in at the last moment.</summary>
internal sealed record PayoutNotSent(string PayoutId, string Try) : Outcome;

/// <summary>
/// The payout provider says in its own words that it refused this payout, and knows of none when it is asked. That it never
/// left follows only if this was the first time that it was sent, and nothing unknown came before.
/// </summary>
internal sealed record PayoutRefused(string PayoutId, string FailureCode, bool NewDetailsCanHelp) : Outcome
{
    public string? Try { get; init; }
}

/// <summary>Whether the payout was accepted is not known; the same key must be asked for before anything else.</summary>
internal sealed record PayoutUnknown(string PayoutId) : Outcome;

/// <summary>The payout provider was asked and answered.</summary>
internal sealed record PayoutReported(PayoutFact Fact) : Outcome;

/// <summary>The payout provider was asked and has not received it so far: only the same id may be sent again.</summary>
internal sealed record PayoutNeverArrived(string PayoutId) : Outcome;

/// <summary>The custodian said where a refund stands.</summary>
internal sealed record RefundReported(RefundFact Fact) : Outcome;

/// <summary>The refund is about to be sent, as with a payout.</summary>
internal sealed record RefundSending(string RefundId, string Try) : Outcome;

/// <summary>The custodian says in its own words that it refused this refund, and knows of none when it is asked.</summary>
internal sealed record RefundRefused(string RefundId) : Outcome
{
    public string? Try { get; init; }
}

/// <summary>It was not sent: the screening provider warns of its address or of a sender, or says nothing; or its user's day has no room for it.</summary>
internal sealed record RefundDoubted(string RefundId, bool IsHighRisk) : Outcome
{
    /// <summary>It would take its user's day over the limit.</summary>
    public bool IsBeyondLimit { get; init; }

    /// <summary>What was said of senders, by the deposits' ids.</summary>
    public IReadOnlyDictionary<string, ScreenedRisk> Screened { get; init; } = new Dictionary<string, ScreenedRisk>();
}

/// <summary>It may be sent: the screening provider warns neither of its address nor of a sender.</summary>
internal sealed record RefundCleared(string RefundId) : Outcome
{
    /// <inheritdoc cref="RefundDoubted.Screened"/>
    public IReadOnlyDictionary<string, ScreenedRisk> Screened { get; init; } = new Dictionary<string, ScreenedRisk>();
}

/// <summary>The custodian has not received the refund so far.</summary>
internal sealed record RefundNeverArrived(string RefundId) : Outcome;

/// <summary>Whether the refund is on its way is not known; the same id must be asked for again.</summary>
internal sealed record RefundUnknown(string RefundId) : Outcome;
