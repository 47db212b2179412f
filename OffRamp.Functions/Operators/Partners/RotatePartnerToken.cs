using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>
/// POST /ops/api/partners/{id}/rotate_token: a new token, and the end of the old one (elsewhere within 30 s). Whoever holds it can
/// take over the partner's sessions, so that it waits for a second operator, where approvals are on, and is shown to him.
/// </summary>
internal sealed class RotatePartnerToken(PartnerStore partners, PartnerTokens tokens, Approvals approvals, OperatorLog log)
{
    private const string Awaits = "A second operator must agree first: the partner as it is, with the `approval` that is waited for. The token is made when he agrees, "
        + "and his answer shows it.";

    [Function("RotatePartnerToken")]
    [ForOperators]
    [Idempotent]
    [Operation("rotatePartnerToken", "Make a new client token; the old one ends within 30 s", Says = "With `If-Match` only if nobody has changed the partner since: else 412.")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(PartnerView), Says = "The partner, with `client_token`, which is shown this once.")]
    [Answers(202, typeof(PartnerView), Says = Awaits)]
    [Refuses("stale", "precondition_failed")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PartnerToken)] HttpRequest request, string id) =>
        PrefixedId.TryParse<PartnerId>(id, out var partner)
            ? await RunAsync(partner, request.HttpContext, request.HttpContext.RequestAborted)
            : Problems.NotFound("There is no such partner.");

    private async Task<IResult> RunAsync(PartnerId id, HttpContext context, CancellationToken cancellation)
    {
        if (await partners.FindAsync(id, cancellation) is not { } stored)
        {
            return Problems.NotFound("There is no such partner.");
        }

        await RequestBody.ReadAsync(context, optional: true);
        if (Versions.Refuse(context, stored.ETag.ToString()) is { } refusal)
        {
            return refusal;
        }

        var claimed = context.Claim().Id;
        var entry = await log.WriteAsync(context.Operator(), "partner.token_rotated", id.ToString(), reason: null, cancellation, claimed: claimed);
        if (approvals.AreOn)
        {
            var view = await AskAsync(stored, context.Operator(), claimed, cancellation);
            await log.CloseAsync(entry, OperatorLog.AwaitsApproval, cancellation);
            return Results.Json(view, statusCode: StatusCodes.Status202Accepted);
        }

        var token = tokens.New();
        return await tokens.TryRotateAsync(stored, token, claimed, cancellation)
            ? Results.Ok(PartnerView.Of(stored.Partner) with { ClientToken = token })
            : Problems.Conflict("stale", "Somebody else changed this partner at the same moment. Look at it again.");
    }

    private async Task<PartnerView> AskAsync(StoredPartner stored, Operator who, Id26 claimed, CancellationToken cancellation)
    {
        var approval = await approvals.AskAsync(
            new Approval
            {
                Id = claimed,
                Action = "partner.rotate_token",
                Subject = stored.Partner.Id.ToString(),
                RequestedBy = who.Name,
                ExpiresAt = default,
                NewTokenOf = stored.Partner.Id,
                SeenETag = stored.ETag.ToString(),
            },
            cancellation);
        return PartnerView.Of(stored.Partner) with { Approval = ApprovalView.Of(approval, approval.State) };
    }
}
