using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators;

/// <summary>
/// POST /ops/api/sells/{id}/actions: an operator decides. It is on record before it is done; whether it can be done is
/// decided with the sell's own commit, so that of two operators who saw the same only one has an effect.
/// </summary>
internal sealed class ActOnSell(
    SellStore sells, SellInbox inbox, CancelSell cancel, OperatorLog log, TimeProvider clock, ActionRequest actions, ReadOperatorSell read, RedeliverWebhooks redeliver)
{
    private const string Says = "On the sell as it was at `seen_sequence`; if it has moved on since, 409 `stale`. Who decided, and why, is logged first.";
    private const string Done = "done";
    private const string Open = "decision_pending";

    [Function("ActOnSell")]
    [ForOperators]
    [Idempotent]
    [Operation("actOnSell", "Decide on a sell", Says = Says)]
    [Takes(typeof(ActionBody))]
    [Answers(200, typeof(WholeSellView))]
    [Refuses("stale", "payout_unresolved", "action_not_possible", "no_action_required", "decision_pending")]
    [Refuses("deposit_already_detected", "session_not_cancellable", "invalid_card_token", "invalid_refund_address", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.OperatorSellActions)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        if (!PrefixedId.TryParse<SellId>(id, out var sellId) || await FindAsync(sellId, cancellation) is not { } sell)
        {
            return Problems.NotFound("There is no such sell.");
        }

        var order = await actions.ReadAsync(await RequestBody.ReadAsync(context), sell, context.Operator(), cancellation);
        var outcome = order.Action == SellAction.Redeliver
            ? await LogAsync(sell, order, context, () => RedeliverAsync(redeliver, sell, order, cancellation))
            : await LogAsync(sell, order, context, () => RunAsync(sell, order, context.Claim().Id, cancellation));
        return outcome == Done ? Results.Ok(await read.ReadAsync(sellId, cancellation)) : Refuse(outcome);
    }

    private Task<Sell?> FindAsync(SellId id, CancellationToken cancellation) => sells.FindAsync(id, cancellation);

    private async Task<string> LogAsync(Sell sell, OperatorOrder order, HttpContext context, Func<Task<string>> act)
    {
        var cancellation = context.RequestAborted;
        var entry = await log.WriteAsync(
            context.Operator(), $"sell.{ActionRequest.Word(order.Action)}", sell.Id.ToString(), order.Reason, cancellation, order.SeenSequence,
            context.Claim().Id);
        var outcome = await act();
        await log.CloseAsync(entry, outcome, cancellation);

        // The custodian has the last word about a cancel, an operator's too.
        if (outcome == Done && order.Action == SellAction.Cancel)
        {
            await cancel.CancelAsync(sell, cancellation);
        }

        return outcome;
    }

    /// <summary>Changes nothing about the sell, so it is no matter of its rules.</summary>
    private static async Task<string> RedeliverAsync(RedeliverWebhooks redeliver, Sell sell, OperatorOrder order, CancellationToken cancellation) =>
        order.SeenSequence != sell.Sequence ? Refusals.Stale
        : await redeliver.RunAsync(sell.Id, cancellation) ? Done
        : Refusals.ActionNotPossible;

    // The request names the order: sent again under its key, it is the same row of the inbox, and is obeyed once.
    private async Task<string> RunAsync(Sell sell, OperatorOrder order, Id26 claimed, CancellationToken cancellation)
    {
        var item = new OperatorAction(SellKeys.OperatorAction(claimed), clock.GetUtcNow(), order);
        await inbox.TellAsync(sell.Id, item, cancellation);
        var fate = await sells.FindFateAsync(sell.Id, item.RowKey, cancellation);
        return fate.IsDecided ? fate.Refusal ?? Done : Open;
    }

    private static ProblemResult Refuse(string code) => code switch
    {
        Refusals.Stale => Problems.Conflict(code, "The sell has moved on since it was read. Look at it again."),
        Refusals.PayoutUnresolved => Problems.Conflict(code, "A payout is out. Nothing else is sent until the provider itself says that it failed or came back."),
        Open => Problems.Unavailable(code, "It is not decided yet. The request stands; look at the sell again.", TimeSpan.FromSeconds(5)),
        _ => Problems.Conflict(code, "This cannot be done with the sell as it is."),
    };
}
