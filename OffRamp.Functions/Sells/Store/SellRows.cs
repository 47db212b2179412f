using System.Text.Json;
using Azure;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions.Sells.Store;

/// <summary>How a sell, its bookings and its inbox lie in rows.</summary>
internal static class SellRows
{
    /// <summary>
    /// Zero on the heads, on every inbox row that was not taken in yet, and on every event that was not delivered yet: one
    /// filter reads a sell with what waits for it.
    /// </summary>

    /// <summary>Why what the row asks for was not done.</summary>
    public const string Refusal = "Refusal";

    private const string SaidAgain = "SaidAgain";

    public static Row Of(Sell sell) =>
        new Row(SellKeys.Partition(sell.Id), SellKeys.Sell)
            .Set(SellKeys.Handled, 0)
            .Set("Phase", sell.Phase.ToString())
            .Set("Sequence", sell.Sequence)
            .SetLargeText(SellKeys.Data, JsonSerializer.Serialize(sell, ApiJson.WithoutNulls));

    public static Sell SellOf(Row row) => JsonSerializer.Deserialize<Sell>(row.GetLargeText(SellKeys.Data)!, ApiJson.Options)!;

    public static Row Of(SellId sell, Posting posting, int number, string? eventless) =>
        new Row(SellKeys.Partition(sell), SellKeys.Ledger(posting.Sequence, number, eventless))
            .Set("Account", posting.Account)
            .Set("Currency", posting.Currency.Code)
            .Set("Units", posting.Units.ToString())
            .Set("At", posting.At)
            .Set("Recovery", posting.Recovery)
            .Set("Sequence", posting.Sequence);

    public static Posting PostingOf(Row row) =>
        new(row.GetString("Account")!, Currency.Of(row.GetString("Currency")!), Int128.Parse(row.GetString("Units")!))
        {
            At = row.GetDateTimeOffset("At")!.Value,
            Recovery = (int?)row.GetInt64("Recovery"),
            Sequence = row.GetInt64("Sequence")!.Value,
        };

    public static Row Of(SellId sell, InboxItem item)
    {
        var (kind, fact) = item switch
        {
            DepositNotice notice => ("deposit", JsonSerializer.Serialize(notice.Fact, ApiJson.WithoutNulls)),
            PayoutNotice notice => ("payout", JsonSerializer.Serialize(notice.Fact, ApiJson.WithoutNulls)),
            CancelRequest => ("cancel", "{}"),
            RefundRequest => ("refund", "{}"),
            NewCard given => ("card", JsonSerializer.Serialize(given.Card, ApiJson.WithoutNulls)),
            NewRefundAddress given => ("refund_address", JsonSerializer.Serialize(given.Address, ApiJson.WithoutNulls)),
            LedgerGap gap => ("ledger_gap", JsonSerializer.Serialize(gap.Detail, ApiJson.WithoutNulls)),
            UnknownMovement found => ("unknown_movement", JsonSerializer.Serialize(found.Id, ApiJson.WithoutNulls)),
            OperatorAction action => ("operator", JsonSerializer.Serialize(action.Order, ApiJson.WithoutNulls)),
            _ => throw new InvalidOperationException($"An inbox holds no {item.GetType().Name}."),
        };
        return new Row(SellKeys.Partition(sell), item.RowKey)
            .Set(SellKeys.Handled, 0)
            .Set("Kind", kind)
            .Set("ReceivedAt", item.ReceivedAt)
            .Set(SaidAgain, item is DepositNotice { IsSaidAgain: true } ? true : null)
            .SetLargeText("Fact", fact);
    }

    public static InboxItem InboxItemOf(Row row)
    {
        var fact = row.GetLargeText("Fact")!;
        var receivedAt = row.GetDateTimeOffset("ReceivedAt")!.Value;
        return row.GetString("Kind") switch
        {
            "deposit" => new DepositNotice(row.RowKey, receivedAt, JsonSerializer.Deserialize<DepositFact>(fact, ApiJson.Options)!)
            {
                IsSaidAgain = row.GetBoolean(SaidAgain) == true,
            },
            "payout" => new PayoutNotice(row.RowKey, receivedAt, JsonSerializer.Deserialize<PayoutFact>(fact, ApiJson.Options)!),
            "cancel" => new CancelRequest(row.RowKey, receivedAt),
            "refund" => new RefundRequest(row.RowKey, receivedAt),
            "card" => new NewCard(row.RowKey, receivedAt, JsonSerializer.Deserialize<Card>(fact, ApiJson.Options)!),
            "refund_address" => new NewRefundAddress(row.RowKey, receivedAt, JsonSerializer.Deserialize<string>(fact, ApiJson.Options)!),
            "ledger_gap" => new LedgerGap(row.RowKey, receivedAt, JsonSerializer.Deserialize<string>(fact, ApiJson.Options)!),
            "unknown_movement" => new UnknownMovement(row.RowKey, receivedAt, JsonSerializer.Deserialize<string>(fact, ApiJson.Options)!),
            "operator" => new OperatorAction(row.RowKey, receivedAt, JsonSerializer.Deserialize<OperatorOrder>(fact, ApiJson.Options)!),
            var kind => throw new InvalidOperationException($"An inbox row of an unknown kind: {kind}."),
        };
    }

    /// <summary>
    /// Says that the row was taken in by the commit that ended at this sequence, or refused by it and why; everything else of it stays.
    /// </summary>
    public static Row Handle(Row row, long sequence, string? refusal) => row.Set(SellKeys.Handled, Math.Max(1, sequence)).Set(Refusal, refusal);

    /// <summary>What partners are told of a change.</summary>
    public static WebhookEvent EventOf(SellEvent change) => new()
    {
        Id = EventId.Of(Id26.New(change.At)),
        Type = change.Type,
        CreatedAt = change.At,
        Sequence = change.Sequence,
        PreviousStatus = change.PreviousStatus is { } status ? JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()) : null,
        Data = JsonSerializer.Serialize(SellView.Of(change.Sell), ApiJson.Options),
    };
}
