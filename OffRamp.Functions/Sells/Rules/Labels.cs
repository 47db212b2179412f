namespace OffRamp.Functions.Sells.Rules;

/// <summary>What was odd about a sell; orthogonal to its status.</summary>
internal static class Labels
{
    public const string Under = "under";
    public const string Over = "over";
    public const string Late = "late";
    public const string Duplicate = "duplicate";
    public const string Reorged = "reorged";
    public const string Slow = "slow";
    public const string Returned = "returned";
}

/// <summary>Why a sell waits for an operator.</summary>
internal static class HoldReasons
{
    public const string ComplianceReview = "compliance_review";
    public const string ConfirmationTimeout = "confirmation_timeout";
    public const string DepositMismatch = "deposit_mismatch";
    public const string PayoutUnresolved = "payout_unresolved";
    public const string RefundUnresolved = "refund_unresolved";
    public const string RateMoved = "rate_moved";
    public const string KycRequired = "kyc_required";
    public const string Operator = "operator";
}

/// <summary>What only a person can settle; beside it, a hold reason that came up where a sell could not be held any more.</summary>
internal static class CaseKinds
{
    public const string LateDeposit = "late_deposit";
    public const string DuplicateDeposit = "duplicate_deposit";
    public const string WrongNetwork = "wrong_network";
    public const string WrongToken = "wrong_token";
    public const string WrongMemo = "wrong_memo";
    public const string ZeroValue = "zero_value";
    public const string UnusableAmount = "unusable_amount";
    public const string BeforeBirth = "before_birth";
    public const string ForeignTransfers = "foreign_transfers";
    public const string UnreadableEntry = "unreadable_entry";
    public const string DepositContradiction = "deposit_contradiction";
    public const string UnconfirmedDeposit = "unconfirmed_deposit";
    public const string ReorgAfterConfirmation = "reorg_after_confirmation";
    public const string PayoutContradiction = "payout_contradiction";
    public const string PayoutReturned = "payout_returned";
    public const string PayoutUnresolved = "payout_unresolved";
    public const string RefundUnresolved = "refund_unresolved";
    public const string RefundContradiction = "refund_contradiction";
    public const string LedgerGap = "ledger_gap";
}

/// <summary>Why what somebody asked of a sell was not done: codes of the contract.</summary>
internal static class Refusals
{
    public const string NoActionRequired = "no_action_required";
    public const string Stale = "stale";
    public const string PayoutUnresolved = "payout_unresolved";
    public const string ActionNotPossible = "action_not_possible";
}

/// <summary>Why a sell failed.</summary>
internal static class FailureCodes
{
    public const string DepositTimeout = "deposit_timeout";
    public const string Underpaid = "underpaid";
    public const string PayoutFailed = "payout_failed";
    public const string RefundRequested = "refund_requested";
    public const string KycRequired = "kyc_required";
    public const string Operator = "operator";

    /// <summary>Whether the user may try again in a new session. What a person has ended, a person has to be asked about.</summary>
    public static bool NewSessionCanHelp(string? failureCode) => failureCode != Operator;
}
