using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>
/// POST /ops/api/approvals/{id}: a second operator agrees, and it is done at once, or rejects. Whoever asked for it cannot
/// decide, and what has moved on since is not done.
/// </summary>
internal sealed class DecideApproval(
    Approvals approvals, SellStore sells, SellActions actions, NoticeProcessing processing, PartnerStore partners,
    PartnerAuthentication authentication, OperatorLog log)
{
    private const string Says = "An `approver` other than who asked. Agreed to, it is done at once; if its subject has moved on since it was asked for, 409 `stale`.";

    [Function("DecideApproval")]
    [ForOperators]
    [Idempotent]
    [Operation("decideApproval", "Agree to what another operator asked for, or reject it", Says = Says)]
    [Takes(typeof(DecisionBody))]
    [Answers(200, typeof(ApprovalView))]
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
        var outcome = isApproved ? await AgreeAsync(stored, cancellation) : await RejectAsync(stored, cancellation);
        await log.CloseAsync(entry, outcome, cancellation);
        return outcome switch
        {
            SellActions.Done => Results.Ok(ApprovalView.Of(approval, isApproved ? ApprovalState.Done : ApprovalState.Rejected)),
            Refusals.Stale => Stale(),
            Refusals.ActionNotPossible => Problems.Conflict(outcome, "It cannot be done as it is, or somebody has decided otherwise at the same moment. Look at it again."),
            _ => NoticeProcessing.Refuse(outcome),
        };
    }

    private async Task<string> RejectAsync(StoredApproval stored, CancellationToken cancellation) =>
        !stored.Approval.IsAgreed && await approvals.EndAsync(stored, ApprovalState.Rejected, cancellation) ? SellActions.Done : Refusals.ActionNotPossible;

    /// <summary>Agreed on record, then done, then ended. Whoever dies on the way leaves an agreed one, which can be agreed to again: it is done once.</summary>
    private async Task<string> AgreeAsync(StoredApproval stored, CancellationToken cancellation)
    {
        if (await approvals.AgreeAsync(stored, cancellation) is not { } agreed)
        {
            return Refusals.ActionNotPossible;
        }

        var outcome = await DoAsync(agreed.Approval, cancellation);
        if (outcome is SellActions.Done or Refusals.Stale)
        {
            // A second approver at the same moment has done the same thing, which is done once.
            await approvals.EndAsync(agreed, outcome == Refusals.Stale ? ApprovalState.Stale : ApprovalState.Done, cancellation);
        }

        return outcome;
    }

    private async Task<string> DoAsync(Approval approval, CancellationToken cancellation)
    {
        if (approval.Notice is { } notice)
        {
            return await processing.RunAgreedAsync(notice, approval.Id, cancellation);
        }

        if (approval.Order is { } order && PrefixedId.TryParse<SellId>(approval.Subject, out var id))
        {
            return await sells.FindAsync(id, cancellation) is { } sell ? await actions.RunAsync(sell, order, approval.Id, cancellation) : Refusals.Stale;
        }

        if (approval.Partner is not { } wished || await partners.FindAsync(wished.Id, cancellation) is not { } stored)
        {
            return Refusals.Stale;
        }

        if (stored.ETag.ToString() != approval.SeenETag)
        {
            // Whoever agreed before may have died right after he saved it.
            return JsonSerializer.Serialize(stored.Partner) == JsonSerializer.Serialize(wished) ? SellActions.Done : Refusals.Stale;
        }

        try
        {
            await partners.SaveAsync(stored with { Partner = wished }, cancellation);
            authentication.Forget();
            return SellActions.Done;
        }
        catch (StoragePreconditionException)
        {
            return Refusals.Stale;
        }
    }

    private static ProblemResult Stale() => Problems.Conflict("stale", "What it was asked for has moved on since. Ask for it again.");
}
