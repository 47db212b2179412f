using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Operators;

/// <summary>
/// POST /ops/api/notices/unmatched/{id}/process: an operator says for which sell a notice is that nobody could use. What it
/// says comes from its provider's live answer. It is on record before it is done.
/// </summary>
internal sealed class ProcessNotice(
    UnmatchedNotices notices, SellStore sells, NoticeProcessing processing, Approvals approvals, OperatorLog log, ReadOperatorSell read)
{
    private const string Says = "For the sell that is named. Its provider is asked at this moment, and only what it answers counts: of the notice nothing is used but "
        + "the name of the transfer, the payout or the verification. Who decided, why, and what the provider said is logged first. "
        + "It waits for a second operator, where approvals are on. Then the notice is out of the list.";
    private const string Awaits = "A second operator must agree first: the sell as it is, with the `approval` that is waited for.";

    /// <summary>As the log and the approvals have it.</summary>
    private const string Action = "notice.process";

    [Function("ProcessNotice")]
    [ForOperators]
    [Idempotent]
    [Operation("processNotice", "Process an unmatched notice for a sell", Says = Says)]
    [Takes(typeof(ProcessNoticeBody))]
    [Answers(200, typeof(WholeSellView))]
    [Answers(202, typeof(WholeSellView), Says = Awaits)]
    [Refuses("notice_processed", "stale", "action_not_possible", "decision_pending", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.ProcessNotice)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        var cancellation = context.RequestAborted;
        if (await notices.FindAsync(id, cancellation) is not var (notice, processed))
        {
            return Problems.NotFound("There is no such notice.");
        }

        // Whoever was answered by nobody asks again under his key, and it was done by him.
        if (processed is not null && processed.Request != context.Claim().Id)
        {
            return NoticeProcessing.Refuse(NoticeProcessing.Processed);
        }

        var (sell, reason) = await ReadAsync(await RequestBody.ReadAsync(context), cancellation);
        return processed is null
            ? await ProcessAsync(notice, sell, new NoticeOrder(notice.Id, sell.Id, sell.Sequence, context.Operator().Name, reason), context)
            : Results.Ok(await read.ReadAsync(processed.Sell, cancellation));
    }

    private async Task<IResult> ProcessAsync(UnmatchedNotice notice, Sell sell, NoticeOrder order, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var said = await processing.AskAsync(notice, sell, cancellation);
        var entry = await log.WriteAsync(
            context.Operator(), Action, notice.Id, order.Reason, cancellation, sell.Sequence, context.Claim().Id, $"{sell.Id}: {said.Seen}");
        if (approvals.AreOn)
        {
            return await AskAsync(said, sell, order, entry, context);
        }

        var outcome = await processing.RunAsync(notice, said, sell, order, context.Claim().Id, cancellation);
        await log.CloseAsync(entry, outcome, cancellation);
        return outcome == SellActions.Done ? Results.Ok(await read.ReadAsync(sell.Id, cancellation)) : NoticeProcessing.Refuse(outcome);
    }

    /// <summary>What cannot be done as the sell is now need not wait for anybody.</summary>
    private async Task<IResult> AskAsync(ProviderWord said, Sell sell, NoticeOrder order, Id26 entry, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        if (processing.FindRefusal(said, sell, order) is { } refusal)
        {
            await log.CloseAsync(entry, refusal, cancellation);
            return NoticeProcessing.Refuse(refusal);
        }

        var approval = await approvals.AskAsync(
            new Approval
            {
                Id = context.Claim().Id,
                Action = Action,
                Subject = order.NoticeId,
                RequestedBy = order.Operator,
                Reason = order.Reason,
                ExpiresAt = default,
                Notice = order,
            },
            cancellation);
        await log.CloseAsync(entry, OperatorLog.AwaitsApproval, cancellation);
        var view = (await read.ReadAsync(sell.Id, cancellation))! with { Approval = ApprovalView.Of(approval, approval.State) };
        return Results.Json(view, statusCode: StatusCodes.Status202Accepted);
    }

    /// <exception cref="ProblemException">422: a field is missing or unusable, or there is no such sell.</exception>
    private async Task<(Sell Sell, string Reason)> ReadAsync(JsonFields fields, CancellationToken cancellation)
    {
        var named = fields.Text("sell_id", required: true);
        var reason = fields.Text("reason", required: true);
        var sell = PrefixedId.TryParse<SellId>(named ?? "", out var id) ? await sells.FindAsync(id, cancellation) : null;
        if (named is not null && sell is null)
        {
            fields.Fail("sell_id", "not_found", "There is no such sell.");
        }

        fields.ThrowIfInvalid();
        return (sell!, reason!);
    }
}

/// <summary>The fields of the request, for the API's description.</summary>
internal sealed record ProcessNoticeBody
{
    public required string SellId { get; init; }
    public required string Reason { get; init; }
}
