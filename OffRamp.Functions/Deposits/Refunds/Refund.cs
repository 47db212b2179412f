using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>
/// How far a refund has come. <c>Submitting</c> is committed before the custodian is called, like a payout's;
/// <c>Sent</c> means confirmed on chain.
/// </summary>
internal enum RefundStatus { Submitting, Pending, Sent, Failed }

/// <summary>Why crypto goes back.</summary>
internal static class RefundReasons
{
    public const string Excess = "excess";
    public const string Late = "late";
    public const string Duplicate = "duplicate";
    public const string Operator = "operator";

    /// <summary>The user's own mistake, whose cost is the user's.</summary>
    public static bool IsOwnMistake(string reason) => reason is Excess or Late or Duplicate;

    /// <summary>Why something goes back after an end.</summary>
    public static string After(Sell sell) => sell switch
    {
        { LastPayout.Status: PayoutStatus.Returned } => Operator,
        { Phase: not SellPhase.Paid, LastPayout.Status: PayoutStatus.Failed } => FailureCodes.PayoutFailed,
        _ when sell.Labels.Contains(Labels.Late) => Late,
        _ when sell.Labels.Contains(Labels.Duplicate) => Duplicate,
        { Phase: SellPhase.Paid } => Excess,
        _ => Operator,
    };
}

/// <summary>Crypto on its way back to the refund address. Its id is the custodian's idempotency key; a new one is made only after this one failed.</summary>
internal sealed record Refund
{
    public required string Id { get; init; }
    public required RefundStatus Status { get; init; }
    /// <summary>What the user gets.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the user bears of sending it; null where nothing.</summary>
    public Money? Cost { get; init; }

    /// <summary>What the network took for sending it, which is our expense; null where nothing was said of that.</summary>
    public Money? NetworkCost { get; init; }

    /// <summary>What it takes of what is held.</summary>
    public Money Takes => Cost is { } cost ? Amount + cost : Amount;

    public required string Address { get; init; }
    public required string Reason { get; init; }
    public string? TxHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first try to send it, and how many there were: only the answer to an only try can be a refusal for good.</summary>
    public string? FirstTry { get; init; }
    public int Tries { get; init; }

    /// <summary>An operator has decided on it who knew what speaks against its going back by itself.</summary>
    public bool IsDecided { get; init; }

    /// <summary>It did not leave, because its user's day has no room for it: only a person lets the crypto go.</summary>
    public bool IsBeyondLimit { get; init; }

    /// <summary>When it was first sent: from then on the provider keeps its key for a while. Null while it was never sent.</summary>
    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>Some answer about it was unknown: it may have arrived.</summary>
    public bool WasUnknown { get; init; }

    /// <summary>How often it was asked about, and when it will be again.</summary>
    public int Asks { get; init; }
    public required DateTimeOffset AskAt { get; init; }

    /// <summary>The recovery that added it; null in the sell's own story.</summary>
    public int? Recovery { get; init; }

    /// <summary>A key that the provider has forgotten protects nothing: after that it is only asked about.</summary>
    public bool MayBeSent(DateTimeOffset now) => FirstTriedAt is not { } first || now < first + PayoutRetry.KeyLifetime;

    /// <summary>The answer to this try is the answer to all that was ever sent of it.</summary>
    public bool IsOnlyTry(string? name) => name is not null && name == FirstTry && Tries == 1 && !WasUnknown;

    public bool IsOpen => Status is RefundStatus.Submitting or RefundStatus.Pending;
    public bool IsFailed => Status == RefundStatus.Failed;
}
