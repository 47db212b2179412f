using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Sells.Rules;

/// <summary>What an operator can have done with a sell; <see cref="OperatorRules"/> says when.</summary>
internal enum SellAction { PayOut, Refund, Cancel, Release, Hold, MatchDeposit, Redeliver, SetAsideEntry, CloseCase, ResolvePayout, ResolveRefund }

/// <summary>What an operator decided, on the sell as it was at that sequence, and why.</summary>
internal sealed record OperatorOrder(SellAction Action, long SeenSequence, string Operator, string Reason)
{
    /// <summary>Another card to pay out to.</summary>
    public Card? Card { get; init; }

    /// <summary>Another address to refund to; checked before it is stored.</summary>
    public string? RefundAddress { get; init; }

    /// <summary>The transfer to count, as the custodian's live answer has it; null where that has no such transfer.</summary>
    public DepositFact? Deposit { get; init; }

    /// <summary>The unreadable entry to set aside.</summary>
    public string? EntryId { get; init; }

    /// <summary>What became of a payout that the provider is silent about, by other evidence.</summary>
    public PayoutFact? Payout { get; init; }

    /// <summary>The same of a refund.</summary>
    public RefundFact? Refund { get; init; }

    /// <summary>How the operator knows.</summary>
    public string? Evidence { get; init; }

    /// <summary>The case that is settled.</summary>
    public string? CaseId { get; init; }
}
