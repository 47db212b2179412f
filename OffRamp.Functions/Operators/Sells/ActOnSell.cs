using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>
/// POST /ops/api/sells/{id}/actions: an operator decides. It is on record before it is done; whether it can be done is
/// decided with the sell's own commit, so that of two operators who saw the same only one has an effect.
/// </summary>
internal sealed class ActOnSell(SellStore sells, SellActions actions, Approvals approvals, OperatorLog log, ActionRequest body, ReadOperatorSell read)
{
    private const string Says = "On the sell as it was at `seen_sequence`; if it has moved on since, 409 `stale`. Who decided, and why, is logged first. "
        + "What moves money or waives a check waits for a second operator, where approvals are on.";
    private const string Awaits = "A second operator must agree first: the sell as it is, with the `approval` that is waited for.";

    [Function("ActOnSell")]
    [ForOperators]
    [Idempotent]
    [Operation("actOnSell", "Decide on a sell", Says = Says)]
    [Takes(typeof(ActionBody))]
    [Answers(200, typeof(WholeSellView))]
    [Answers(202, typeof(WholeSellView), Says = Awaits)]
    [Refuses("stale", "payout_unresolved", "action_not_possible", "no_action_required", "decision_pending")]
    [Refuses("deposit_already_detected", "session_not_cancellable", "invalid_card_token", "invalid_refund_address", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.OperatorSellActions)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        if (!PrefixedId.TryParse<SellId>(id, out var sellId) || await sells.FindAsync(sellId, cancellation) is not { } sell)
        {
            return Problems.NotFound("There is no such sell.");
        }

        var order = await body.ReadAsync(await RequestBody.ReadAsync(context), sell, context.Operator(), cancellation);
        if (approvals.IsNeededFor(sell, order))
        {
            return await AskAsync(sell, order, context, cancellation);
        }

        var entry = await LogAsync(sell, order, context, cancellation);
        var outcome = await actions.RunAsync(sell, order, context.Claim().Id, cancellation);
        await log.CloseAsync(entry, outcome, cancellation);
        return outcome == SellActions.Done ? Results.Ok(await read.ReadAsync(sellId, cancellation)) : SellActions.Refuse(outcome);
    }

    /// <summary>What cannot be done as the sell is now need not wait for anybody.</summary>
    private async Task<IResult> AskAsync(Sell sell, OperatorOrder order, HttpContext context, CancellationToken cancellation)
    {
        var entry = await LogAsync(sell, order, context, cancellation);
        if (actions.FindRefusal(sell, order) is { } refusal)
        {
            await log.CloseAsync(entry, refusal, cancellation);
            return SellActions.Refuse(refusal);
        }

        var approval = await approvals.AskAsync(
            new Approval
            {
                Id = context.Claim().Id,
                Action = NameOf(order),
                Subject = sell.Id.ToString(),
                RequestedBy = order.Operator,
                Reason = order.Reason,
                ExpiresAt = default,
                Order = order,
            },
            cancellation);
        await log.CloseAsync(entry, OperatorLog.AwaitsApproval, cancellation);
        var view = (await read.ReadAsync(sell.Id, cancellation))! with { Approval = ApprovalView.Of(approval, approval.State) };
        return Results.Json(view, statusCode: StatusCodes.Status202Accepted);
    }

    private Task<Id26> LogAsync(Sell sell, OperatorOrder order, HttpContext context, CancellationToken cancellation) => log.WriteAsync(
        context.Operator(), NameOf(order), sell.Id.ToString(), order.Reason, cancellation, order.SeenSequence, context.Claim().Id);

    private static string NameOf(OperatorOrder order) => $"sell.{ActionRequest.Word(order.Action)}";
}
