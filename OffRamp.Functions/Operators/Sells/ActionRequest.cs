using System.Text.Json;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>Reads what an operator asks of a sell, and looks up the card or checks the address that comes with it.</summary>
internal sealed class ActionRequest(Cards cards, RefundAddresses refundAddresses, ListDeposits list, SellPolicies policies)
{
    private static readonly Dictionary<string, SellAction> Actions = Enum.GetValues<SellAction>().ToDictionary(Word);

    public static string Word(SellAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());

    /// <exception cref="ProblemException">422: fields are missing or cannot be used. 503: the payout provider is silent, or the custodian's list could not be read whole.</exception>
    public async Task<OperatorOrder> ReadAsync(JsonFields fields, Sell sell, Operator who, CancellationToken cancellation)
    {
        var action = fields.OneOf("action", [.. Actions.Keys], required: true);
        var seen = fields.Integer("seen_sequence", 0, int.MaxValue, required: true);
        var reason = fields.Text("reason", required: true);
        SellAction? asked = action is null ? null : Actions[action];
        var card = asked == SellAction.PayOut ? fields.Text("card_token") : null;
        var address = asked == SellAction.Refund ? fields.Text("refund_address") : null;
        var deposit = asked == SellAction.MatchDeposit ? ReadTransaction(fields) : null;
        var entry = asked == SellAction.SetAsideEntry ? fields.Text("entry_id", required: true) : null;
        var settled = asked == SellAction.CloseCase ? fields.Text("case_id", required: true) : null;
        var payout = asked == SellAction.ResolvePayout ? ReadPayout(fields, sell) : null;
        var refund = asked == SellAction.ResolveRefund ? ReadRefund(fields) : null;
        var evidence = asked is SellAction.ResolvePayout or SellAction.ResolveRefund ? fields.Text("evidence", required: true) : null;
        fields.ThrowIfInvalid();
        return new OperatorOrder(asked!.Value, seen!.Value, who.Name, reason!)
        {
            Card = card is null ? null : await cards.FindAsync(card, cancellation),
            RefundAddress = address is null ? null : (await refundAddresses.CheckAsync(sell.Network, address, cancellation)).Text,
            Deposit = deposit is { } transaction ? await FindAsync(sell, transaction, cancellation) : null,
            Payout = payout,
            Refund = refund,
            Evidence = evidence,
            EntryId = entry,
            CaseId = settled,
        };
    }

    private async Task<DepositFact?> FindAsync(Sell sell, (TxHash Hash, long LogIndex) transaction, CancellationToken cancellation) =>
        await list.FindAsync(sell, policies.For(sell).Asset, transaction.Hash, transaction.LogIndex, cancellation) is [var listed, ..] ? listed : null;

    private static PayoutFact? ReadPayout(JsonFields fields, Sell sell)
    {
        var id = fields.Text("payout_id", required: true);
        var outcome = fields.OneOf("outcome", ["settled", "failed", "returned"], required: true);
        var amount = fields.Amount("amount", sell.Fiat, required: outcome is "settled" or "returned");
        return id is null || outcome is null ? null : new PayoutFact
        {
            PayoutId = id,
            Status = outcome switch { "settled" => PayoutStatus.Settled, "failed" => PayoutStatus.Failed, _ => PayoutStatus.Returned },
            Amount = amount?.ToString(),
            FailureCode = outcome == "failed" ? FailureCodes.Operator : null,
        };
    }

    private static RefundFact? ReadRefund(JsonFields fields)
    {
        var id = fields.Text("refund_id", required: true);
        var outcome = fields.OneOf("outcome", ["sent", "failed"], required: true);
        var hash = fields.Parsed<TxHash>(
            "tx_hash", text => TxHash.TryParse(text, out var read) ? read : null, "invalid_hash", "a transaction hash", required: outcome == "sent");
        return id is null || outcome is null ? null : new RefundFact(id, outcome == "sent" ? RefundStatus.Sent : RefundStatus.Failed, hash?.Value);
    }

    private static (TxHash Hash, long LogIndex)? ReadTransaction(JsonFields fields)
    {
        var hash = fields.Parsed<TxHash>(
            "tx_hash", text => TxHash.TryParse(text, out var read) ? read : null, "invalid_hash", "a transaction hash", required: true);
        var logIndex = fields.Integer("log_index", 0, int.MaxValue, required: true);
        return hash is { } tx && logIndex is { } index ? (tx, index) : null;
    }
}
