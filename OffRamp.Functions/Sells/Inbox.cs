using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>Something that arrived for a sell and is stored in its partition: the truth, where an event is a hint.</summary>
/// <param name="RowKey">Names what it is, so that one thing has one effect.</param>
/// <param name="ReceivedAt">When it was accepted.</param>
internal abstract record InboxItem(string RowKey, DateTimeOffset ReceivedAt);

/// <summary>A custodian's signed word about a transfer.</summary>
internal sealed record DepositNotice(string RowKey, DateTimeOffset ReceivedAt, DepositFact Fact) : InboxItem(RowKey, ReceivedAt)
{
    /// <summary>The very words were said before, and the contrary since: late, or true again. Only the custodian's list can tell.</summary>
    public bool IsSaidAgain { get; init; }
}

/// <summary>The payout provider's signed word about a payout.</summary>
internal sealed record PayoutNotice(string RowKey, DateTimeOffset ReceivedAt, PayoutFact Fact) : InboxItem(RowKey, ReceivedAt);

/// <summary>The user gives another card after a declined payout.</summary>
internal sealed record NewCard(string RowKey, DateTimeOffset ReceivedAt, Card Card) : InboxItem(RowKey, ReceivedAt);

/// <summary>The user would rather have the crypto back.</summary>
internal sealed record RefundRequest(string RowKey, DateTimeOffset ReceivedAt) : InboxItem(RowKey, ReceivedAt);

/// <summary>The user gives another address after a failed refund; checked before it is stored.</summary>
internal sealed record NewRefundAddress(string RowKey, DateTimeOffset ReceivedAt, string Address) : InboxItem(RowKey, ReceivedAt);

/// <summary>An operator decides.</summary>
internal sealed record OperatorAction(string RowKey, DateTimeOffset ReceivedAt, OperatorOrder Order) : InboxItem(RowKey, ReceivedAt);

/// <summary>The nightly check found that the ledger does not close.</summary>
internal sealed record LedgerGap(string RowKey, DateTimeOffset ReceivedAt, string Detail) : InboxItem(RowKey, ReceivedAt);

/// <summary>After the tables were restored: a provider knows of a payout or refund of this sell, and the record does not.</summary>
internal sealed record UnknownMovement(string RowKey, DateTimeOffset ReceivedAt, string Id) : InboxItem(RowKey, ReceivedAt);

/// <summary>The user or the partner asks to cancel.</summary>
internal sealed record CancelRequest(string RowKey, DateTimeOffset ReceivedAt) : InboxItem(RowKey, ReceivedAt);
