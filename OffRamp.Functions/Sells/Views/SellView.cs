using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells.Views;

/// <summary>A sell as partners and the sell page see it; the names are the contract's.</summary>
internal sealed record SellView
{
    public required SellId Id { get; init; }
    [JsonPropertyName("object")]
    public string Kind { get; } = "sell";
    public required SessionId SessionId { get; init; }
    public required long Sequence { get; init; }
    public required SellStatus Status { get; init; }
    public required SellPhase Phase { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public string? FailureCode { get; init; }
    public bool? NewSessionCanHelp { get; init; }
    public string? HoldReason { get; init; }
    public string? PartnerUserId { get; init; }
    public string? UserReference { get; init; }
    public JsonObject? Metadata { get; init; }
    public Support? Support { get; init; }
    public required string Currency { get; init; }
    public required Network Network { get; init; }
    public required string CryptoAmount { get; init; }
    public required string ReceivedAmount { get; init; }
    public required string AmountDue { get; init; }
    public required string FiatCurrency { get; init; }
    public required string FiatAmount { get; init; }
    public required SellQuoteView Quote { get; init; }
    public required DepositInstructionsView Deposit { get; init; }
    public required IReadOnlyList<DepositView> Deposits { get; init; }
    public SpecksView? Specks { get; init; }
    public required IReadOnlyList<PayoutView> Payouts { get; init; }
    public required IReadOnlyList<RefundView> Refunds { get; init; }
    public UserAction? UserAction { get; init; }
    public DateTimeOffset? DelayedAt { get; init; }
    public required IReadOnlyList<HistoryEntry> StatusHistory { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static SellView Of(Sell sell) => new()
    {
        Id = sell.Id,
        SessionId = sell.Id.Session,
        Sequence = sell.Sequence,
        Status = sell.Status,
        Phase = sell.Phase,
        Labels = sell.Labels,
        FailureCode = sell.FailureCode,
        NewSessionCanHelp = sell.Status == SellStatus.Failed ? FailureCodes.NewSessionCanHelp(sell.FailureCode) : null,
        HoldReason = sell.HoldReason,
        PartnerUserId = sell.PartnerUserId,
        UserReference = sell.UserReference,
        Currency = sell.Asset.Code,
        Network = sell.Network,
        CryptoAmount = sell.Quote.CryptoAmount.ToString(),
        ReceivedAmount = sell.Received.ToString(),
        AmountDue = sell.AmountDue.ToString(),
        FiatCurrency = sell.Fiat.Code,
        FiatAmount = sell.Quote.FiatAmount.ToString(),
        Quote = new(sell.Quote.Rate.ToString(), sell.Quote.Fee.ToString(), Quotes.Quote.MarginOf(sell.Quote), sell.Quote.FiatAmount.ToString(), sell.Quote.ExpiresAt),
        Deposit = new(sell.Deposit.Address, sell.Deposit.Memo, PaymentUri.Of(sell), sell.Deposit.Deadline),
        Deposits = [.. sell.Deposits.Where(deposit => !deposit.IsSpeck).Select(DepositView.Of)],
        Specks = SpecksView.Of(sell),
        Payouts = [.. sell.Payouts.Select(PayoutView.Of)],
        Refunds = [.. sell.Refunds.Select(RefundView.Of)],
        UserAction = UserAction.Of(sell),
        DelayedAt = sell.DelayedAt,
        StatusHistory = sell.History,
        CreatedAt = sell.CreatedAt,
        UpdatedAt = sell.UpdatedAt,
    };

    /// <summary>What the session knows is joined when a sell is shown to its partner, never stored twice.</summary>
    public SellView With(JsonObject? metadata, Support? support) => this with { Metadata = metadata, Support = support };
}

internal sealed record SellQuoteView(string Rate, string Fee, string Margin, string FiatAmount, DateTimeOffset ExpiresAt);

internal sealed record DepositInstructionsView(string Address, string? Memo, string Uri, DateTimeOffset Deadline);

internal sealed record DepositView(
    string Id, string TxHash, int LogIndex, string Amount, DepositStatus Status, int Confirmations, DateTimeOffset SeenAt, DateTimeOffset? ConfirmedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Recovery { get; init; }

    public static DepositView Of(Deposit deposit) => new(
        deposit.Id, deposit.TxHash, deposit.LogIndex, deposit.Amount.ToString(), deposit.Status, deposit.Confirmations, deposit.SeenAt, deposit.ConfirmedAt)
    {
        Recovery = deposit.Recovery,
    };
}

internal sealed record CardView(string Brand, string Last4);

internal sealed record PayoutView
{
    public required string Id { get; init; }
    public required int Attempt { get; init; }
    public required PayoutStatus Status { get; init; }
    public required string Amount { get; init; }
    public required string Currency { get; init; }
    public required CardView Card { get; init; }
    public string? ReturnedAmount { get; init; }
    public string? FailureCode { get; init; }
    public string? ProviderReference { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Recovery { get; init; }

    /// <summary>A payout on its way to the provider is shown as submitted: partners need no word for our caution.</summary>
    public static PayoutView Of(Payout payout) => new()
    {
        Id = payout.Id,
        Attempt = payout.Attempt,
        Status = payout.Status == PayoutStatus.Submitting ? PayoutStatus.Submitted : payout.Status,
        Amount = payout.Amount.ToString(),
        Currency = payout.Amount.Currency.Code,
        Card = new(payout.Card.Brand, payout.Card.Last4),
        ReturnedAmount = payout.Status == PayoutStatus.Returned ? (payout.ReturnedAmount ?? payout.Amount).ToString() : null,
        FailureCode = payout.FailureCode,
        ProviderReference = payout.ProviderReference,
        SubmittedAt = payout.SubmittedAt,
        SettledAt = payout.SettledAt,
        Recovery = payout.Recovery,
    };
}

internal sealed record RefundView(
    string Id, RefundStatus Status, string Amount, string Address, string Reason, string? TxHash, DateTimeOffset CreatedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Recovery { get; init; }

    public static RefundView Of(Refund refund) => new(
        refund.Id,
        refund.Status == RefundStatus.Submitting ? RefundStatus.Pending : refund.Status,
        refund.Amount.ToString(),
        refund.Address,
        refund.Reason,
        refund.TxHash,
        refund.CreatedAt)
    {
        Recovery = refund.Recovery,
    };
}

/// <summary>Transfers that are too small to be deposits of their own; null where there are none.</summary>
internal sealed record SpecksView(int Count, string Amount)
{
    public static SpecksView? Of(Sell sell)
    {
        var specks = sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsSpeck).ToList();
        return specks.Count == 0 ? null : new(specks.Count, Money.Sum(specks.Select(speck => speck.Amount), sell.Asset).ToString());
    }
}
