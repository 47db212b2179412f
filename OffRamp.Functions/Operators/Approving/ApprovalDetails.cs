using System.Text.Json;
using OffRamp.Functions.Operators.Partners;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>What exactly is agreed to, beside the action's name: where to, which transfer, which outcome. What does not belong to the action is null.</summary>
internal sealed record ApprovalDetails
{
    /// <summary>Of a notice: the sell for which it is processed.</summary>
    public string? SellId { get; init; }

    /// <summary>Another card, by its brand and last four.</summary>
    public string? Card { get; init; }
    public string? RefundAddress { get; init; }
    public string? TxHash { get; init; }
    public int? LogIndex { get; init; }
    public string? PayoutId { get; init; }
    public string? RefundId { get; init; }
    public string? Outcome { get; init; }
    public string? Amount { get; init; }
    public string? EntryId { get; init; }
    public string? Evidence { get; init; }

    /// <summary>Of a partner: all that it becomes.</summary>
    public PartnerView? Partner { get; init; }

    public static ApprovalDetails Of(Approval approval)
    {
        var order = approval.Order;
        return new()
        {
            SellId = approval.Notice?.Sell.ToString(),
            Card = order?.Card is { } card ? $"{card.Brand} {card.Last4}" : null,
            RefundAddress = order?.RefundAddress,
            TxHash = order?.Deposit?.TxHash ?? order?.Refund?.TxHash,
            LogIndex = order?.Deposit?.LogIndex,
            PayoutId = order?.Payout?.PayoutId,
            RefundId = order?.Refund?.RefundId,
            Outcome = Word(order?.Payout?.Status.ToString() ?? order?.Refund?.Status.ToString()),
            Amount = order?.Deposit?.Amount ?? order?.Payout?.Amount,
            EntryId = order?.EntryId,
            Evidence = order?.Evidence,
            Partner = approval.Partner is { } wished ? PartnerView.Of(wished) : null,
        };
    }

    private static string? Word(string? name) => name is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
