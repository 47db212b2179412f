using System.Text.Json.Serialization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Views;

namespace OffRamp.Functions.Settlements;

/// <summary>What was booked on one UTC day, by sell; the names are the contract's.</summary>
internal sealed record SettlementView
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "settlement";
    public required string Date { get; init; }
    public required bool Final { get; init; }
    public required IReadOnlyList<SettledSellView> Data { get; init; }
    public required IReadOnlyList<SettlementTotalsView> Totals { get; init; }
    public required bool HasMore { get; init; }
    public required string? NextCursor { get; init; }
}

/// <summary>A sell in a settlement: what was booked that day, and what it belongs to.</summary>
internal sealed record SettledSellView
{
    public required SellId SellId { get; init; }
    public required SessionId SessionId { get; init; }
    public string? PartnerUserId { get; init; }
    public string? UserReference { get; init; }
    public required SellStatus Status { get; init; }
    public required SellPhase Phase { get; init; }
    public required Network Network { get; init; }
    public required IReadOnlyList<LedgerEntryView> Entries { get; init; }
    public required IReadOnlyList<SettlementTotalsView> Totals { get; init; }
    public required IReadOnlyList<DepositView> Deposits { get; init; }
    public required IReadOnlyList<PayoutView> Payouts { get; init; }
    public required IReadOnlyList<RefundView> Refunds { get; init; }

    public static SettledSellView Of(SettledSell settled)
    {
        var (sell, totals) = (settled.Sell, new SettlementTotals());
        totals.Add(settled.Postings);
        return new()
        {
            SellId = sell.Id,
            SessionId = sell.Id.Session,
            PartnerUserId = sell.PartnerUserId,
            UserReference = sell.UserReference,
            Status = sell.Status,
            Phase = sell.Phase,
            Network = sell.Network,
            Entries = [.. settled.Postings.Select(LedgerEntryView.Of)],
            Totals = totals.Show(),
            Deposits = [.. sell.Deposits.Select(DepositView.Of)],
            Payouts = [.. sell.Payouts.Select(PayoutView.Of)],
            Refunds = [.. sell.Refunds.Select(RefundView.Of)],
        };
    }
}
