namespace OffRamp.Functions.Deposits;


internal enum DepositStatus { Seen, Confirmed, Dropped }

/// <summary>One on-chain transfer to a sell's address, known by (network, tx_hash, log_index).</summary>
internal sealed record Deposit
{
    public required string Id { get; init; }
    public required string TxHash { get; init; }
    public required int LogIndex { get; init; }
    public required Money Amount { get; init; }
    public required DepositStatus Status { get; init; }
    public required int Confirmations { get; init; }

    /// <summary>The earliest time anyone the custodian trusts saw it; decides between a deposit and a deadline.</summary>
    public required DateTimeOffset SeenAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When this sell heard that it is there, or that it is gone; the lost time of a reorg counts from here.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public bool IsHighRisk { get; init; }

    /// <summary>Nobody has named its sender's risk, and that is to be looked at like a high one.</summary>
    public bool IsRiskUnknown { get; init; }

    /// <summary>The screening provider has said what it says of its sender.</summary>
    public bool IsScreened { get; init; }

    /// <summary>With it more has come than a sell of its asset may be: whoever sent that did not mean a sell.</summary>
    public bool IsAboveMaximum { get; init; }

    /// <summary>An operator has looked at what is odd about it and let it pass.</summary>
    public bool IsReviewed { get; init; }

    /// <summary>At most dust: it counts as received, and is no deposit of its own to anybody.</summary>
    public bool IsSpeck { get; init; }

    /// <summary>An operator has counted it, by its transaction.</summary>
    public bool IsMatched { get; init; }

    /// <summary>Adds to what is paid out. False for a deposit that came too late, or after the amount was decided.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>The recovery that added it; null in the sell's own story.</summary>
    public int? Recovery { get; init; }

    public bool IsToBeScreened => IsConfirmed && !IsScreened && !IsSpeck;
    public bool IsLive => Status != DepositStatus.Dropped;
    public bool NeedsReview => (IsHighRisk || IsAboveMaximum || (IsRiskUnknown && IsConfirmed)) && !IsReviewed && IsLive && !IsSpeck;
    public bool IsConfirmed => Status == DepositStatus.Confirmed;
}
