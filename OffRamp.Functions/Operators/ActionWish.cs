using System.Text.Json;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Operators;

/// <summary>Reads what an operator asks of a sell, and looks up the card or checks the address that comes with it.</summary>
internal sealed class ActionWish(Cards cards, RefundAddresses refundAddresses)
{
    private static readonly Dictionary<string, SellAction> Actions = Enum.GetValues<SellAction>().ToDictionary(Word);

    private static readonly IReadOnlyList<string> Networks = [.. Functions.Networks.All.Select(network => network.ToString())];

    public static string Word(SellAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());

    /// <exception cref="ProblemException">422: fields are missing or cannot be used. 503: the payout provider is silent.</exception>
    public async Task<OperatorOrder> ReadAsync(JsonFields fields, Sell sell, Operator who, CancellationToken cancellation)
    {
        var action = fields.OneOf("action", [.. Actions.Keys], required: true);
        var seen = fields.Integer("seen_sequence", 0, int.MaxValue, required: true);
        var reason = fields.Text("reason", required: true);
        SellAction? asked = action is null ? null : Actions[action];
        var card = asked == SellAction.PayOut ? fields.Text("card_token") : null;
        var address = asked == SellAction.Refund ? fields.Text("refund_address") : null;
        var deposit = asked == SellAction.MatchDeposit ? ReadDeposit(fields, sell) : null;
        fields.ThrowIfInvalid();
        return new OperatorOrder(asked!.Value, seen!.Value, who.Name, reason!)
        {
            Card = card is null ? null : await cards.FindAsync(card, cancellation),
            RefundAddress = address is null ? null : (await refundAddresses.CheckAsync(sell.Network, address, cancellation)).Text,
            Deposit = deposit,
        };
    }

    private static DepositRef? ReadDeposit(JsonFields fields, Sell sell)
    {
        var network = fields.OneOf("network", Networks, required: true);
        var hash = fields.Parsed<TxHash>(
            "tx_hash", text => TxHash.TryParse(text, out var read) ? read : null, "invalid_hash", "a transaction hash", required: true);
        var logIndex = fields.Integer("log_index", 0, int.MaxValue, required: true);
        var amount = fields.Amount("amount", sell.Asset, required: true);
        return network is not null && hash is { } tx && logIndex is { } index && amount is { } value
            && Functions.Networks.TryParse(network, out var on)
            ? new DepositRef(on, tx.Value, (int)index, value)
            : null;
    }
}
