using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>
/// POST /ops/api/approvals/{id}: a second operator agrees, and it is done at once, or rejects. Whoever asked for it cannot
/// decide, and what has moved on since is not done.
/// </summary>
internal sealed class DecideApproval(Approvals approvals, CarryOutApproval carryOut, OperatorLog log)
{
    private const string Says = "An `approver` other than who asked. Agreed to, it is done at once; if its subject has moved on since it was asked for, 409 `stale`. "
        + "What cannot be done any more has ended by that, as `stale`, and its `refusal` says why.";

    [Function("DecideApproval")]
    [ForOperators]
    [Idempotent]
    [Operation("decideApproval", "Agree to what another operator asked for, or reject it", Says = Says)]
    [Takes(typeof(DecisionBody))]
    [Answers(200, typeof(ApprovalView), Says = "Where a partner gets another token, with `client_token`, which is shown this once.")]
    [Refuses("same_operator", "stale", "payout_unresolved", "action_not_possible", "decision_pending", "notice_processed", "provider_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Approval)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id)
    {
        var context = request.HttpContext;
        var cancellation = context.RequestAborted;
        if (ApprovalView.Parse(id) is not { } known || await approvals.FindAsync(known, cancellation) is not { } stored)
        {
            return Problems.NotFound("There is no such approval.");
        }

        var fields = await RequestBody.ReadAsync(context);
        var decision = fields.OneOf("decision", ["approve", "reject"], required: true);
        var reason = fields.Text("reason", required: true);
        fields.ThrowIfInvalid();
        if (await RefuseAsync(stored, context.Operator(), cancellation) is { } refusal)
        {
            return refusal;
        }

        return await DecideAsync(stored, decision == "approve", reason!, context, cancellation);
    }

    private async Task<ProblemResult?> RefuseAsync(StoredApproval stored, Operator who, CancellationToken cancellation)
    {
        var approval = stored.Approval;
        if (OperatorKey.IsSameName(approval.RequestedBy, who.Name))
        {
            return Problems.Conflict("same_operator", "Whoever asked for it cannot decide on it.");
        }

        if (who.Role != OperatorRole.Approver)
        {
            return Problems.Of("forbidden", "This needs the role approver.");
        }

        switch (await approvals.StateOfAsync(approval, cancellation))
        {
            case ApprovalState.Pending:
                return null;
            case ApprovalState.Stale:
                await approvals.EndAsync(stored, ApprovalState.Stale, cancellation);
                return Stale();
            case var state:
                return Problems.Conflict("action_not_possible", $"This approval has ended: it is {state.ToString().ToLowerInvariant()}.");
        }
    }

    private async Task<IResult> DecideAsync(StoredApproval stored, bool isApproved, string reason, HttpContext context, CancellationToken cancellation)
    {
        var approval = stored.Approval;
        var entry = await log.WriteAsync(
            context.Operator(), isApproved ? "approval.approved" : "approval.rejected", ApprovalView.IdOf(approval.Id), reason, cancellation,
            approval.SeenSequence, context.Claim().Id);
        var done = isApproved ? await AgreeAsync(stored, cancellation) : new CarriedOut(await RejectAsync(stored, cancellation));
        await log.CloseAsync(entry, done.Outcome, cancellation);
        return done.Outcome switch
        {
            SellActions.Done => Results.Ok(
                ApprovalView.Of(approval, isApproved ? ApprovalState.Done : ApprovalState.Rejected) with { ClientToken = done.ClientToken }),
            Refusals.Stale => Stale(),
            Refusals.ActionNotPossible => Problems.Conflict(done.Outcome, "It cannot be done as it is, or somebody has decided otherwise at the same moment. Look at it again."),
            _ => NoticeProcessing.Refuse(done.Outcome),
        };
    }

    private async Task<string> RejectAsync(StoredApproval stored, CancellationToken cancellation) =>
        !stored.Approval.IsAgreed && await approvals.EndAsync(stored, ApprovalState.Rejected, cancellation) ? SellActions.Done : Refusals.ActionNotPossible;

    /// <summary>
    /// Agreed on record, then done, then ended: as done, or as stale where it was refused for good. Whoever dies on the way leaves an
    /// agreed one, which can be agreed to again until it expires: it is done once.
    /// </summary>
    private async Task<CarriedOut> AgreeAsync(StoredApproval stored, CancellationToken cancellation)
    {
        if (await approvals.AgreeAsync(stored, cancellation) is not { } agreed)
        {
            return new(Refusals.ActionNotPossible);
        }

        var done = await carryOut.RunAsync(agreed.Approval, cancellation);

        // A second approver at the same moment has done the same thing, which is done once.
        if (done.Outcome == SellActions.Done)
        {
            await approvals.EndAsync(agreed, ApprovalState.Done, cancellation);
        }
        else if (done.Outcome != SellActions.Open)
        {
            await approvals.EndAsync(agreed, ApprovalState.Stale, cancellation, refusal: done.Outcome == Refusals.Stale ? null : done.Outcome);
        }

        return done;
    }

    private static ProblemResult Stale() => Problems.Conflict("stale", "What it was asked for has moved on since. Ask for it again.");
}
