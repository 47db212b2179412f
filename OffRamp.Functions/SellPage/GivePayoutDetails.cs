using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.SellPage;

/// <summary>
/// POST /widget/sessions/{id}/payout_details: what a sell has asked its user for. After a declined payout another card, or
/// the wish to have the crypto back; after a failed refund another address.
/// </summary>
internal sealed class GivePayoutDetails(GivenDetails details, SellStore sells, SellInbox inbox)
{
    private const string Says = "In phase `action_required`: `card_token`, or `refund: true`. After a failed refund: `refund_address`.";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    [Function("GivePayoutDetails")]
    [ForSellPage]
    [Idempotent]
    [Operation("givePayoutDetails", "Give what the sell asks its user for", Says = Says)]
    [Takes(typeof(PayoutDetailsBody))]
    [Answers(200, typeof(SellView))]
    [Refuses("no_action_required", "decision_pending", "invalid_card_token", "invalid_refund_address", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PagePayoutDetails)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var session = context.Session().Session;
        if (context.Session().Sell is not { } sell)
        {
            return NothingAsked();
        }

        if (UserAction.Of(sell) is not { } action)
        {
            return await WasTakenAsync(context, sell) ? Results.Json(PageView.Of(sell, session)) : NothingAsked();
        }

        var fields = await RequestBody.ReadAsync(context);
        var item = await details.ReadAsync(fields, sell, action, context.RequestAborted);
        await inbox.TellAsync(sell.Id, item, context.RequestAborted);
        var fate = await sells.FindFateAsync(sell.Id, item.RowKey, context.RequestAborted);
        if (!fate.IsDecided)
        {
            return Problems.Unavailable("decision_pending", "It is not decided yet. The request stands; ask again.", Pause);
        }

        if (fate.Refusal is { } refusal)
        {
            return Problems.Conflict(refusal, "The sell has moved on, and nothing is asked of the user any more.");
        }

        return Results.Json(PageView.Of(await sells.FindAsync(sell.Id, context.RequestAborted) ?? sell, session));
    }

    // The same request was told 503 before, or not answered, and yet it was taken in: the sell has gone on by it.
    private static async Task<bool> WasTakenAsync(HttpContext context, Sell sell)
    {
        if (!context.Claim().IsTakenOver)
        {
            return false;
        }

        var fields = await RequestBody.ReadAsync(context);
        var address = fields.Text("refund_address");
        return (fields.Text("card_token") is { } card && card == sell.Card.Token)
            || (fields.Boolean("refund") == true && sell.FailureCode == FailureCodes.RefundRequested)
            || (address is not null && ChainAddress.TryParse(sell.Network, address, out var given) && given.Text == sell.RefundAddress);
    }

    private static ProblemResult NothingAsked() => Problems.Of("no_action_required", "Nothing is asked of the user.");
}

/// <summary>Reads and checks what the user gives, by what was asked for.</summary>
internal sealed class GivenDetails(Cards cards, RefundAddresses refundAddresses, TimeProvider clock)
{
    /// <exception cref="ProblemException">It is not what was asked for, or cannot be used.</exception>
    public async Task<InboxItem> ReadAsync(JsonFields fields, Sell sell, UserAction action, CancellationToken cancellation)
    {
        // Named by when it was asked for, so that the same answer twice is one.
        string Key(string what) => $"{SellKeys.InboxPrefix}{what}|{sell.Sequence}";
        if (action.Kind == UserAction.RefundAddress)
        {
            var text = fields.Text("refund_address", required: true);
            fields.ThrowIfInvalid();
            var address = await refundAddresses.CheckAsync(sell.Network, text!, cancellation);
            return new NewRefundAddress(Key("address"), clock.GetUtcNow(), address.Text);
        }
        var wantsRefund = fields.Boolean("refund") == true;
        var token = fields.Text("card_token", required: !wantsRefund);
        if (wantsRefund && token is not null)
        {
            fields.Fail("refund", "ambiguous_choice", "Give card_token or refund, not both.");
        }

        fields.ThrowIfInvalid();
        return wantsRefund
            ? new RefundRequest(Key("refund"), clock.GetUtcNow())
            : new NewCard(Key("card"), clock.GetUtcNow(), await cards.FindAsync(token!, cancellation));
    }
}
