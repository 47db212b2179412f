using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>
/// PATCH /ops/api/partners/{id}: changes what the body names. Elsewhere it counts within 30 s. A change that enables the
/// partner waits whole for a second operator, where approvals are on.
/// </summary>
internal sealed class ChangePartner(
    PartnerStore partners, PartnerAuthentication authentication, Approvals approvals, OperatorLog log, TimeProvider clock)
{
    private const int Tries = 3;

    [Function("ChangePartner")]
    [ForOperators]
    [Operation("changePartner", "Change what the body names", Says = "With `If-Match` only if nobody has changed the partner since: else 412.")]
    [Takes(typeof(PartnerChangeBody))]
    [Answers(200, typeof(PartnerView))]
    [Answers(202, typeof(PartnerView), Says = "It enables the partner: a second operator must agree first. The partner as it is, with the `approval` that is waited for.")]
    [Refuses("precondition_failed")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Routes.Partner)] HttpRequest request, string id)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        if (!PrefixedId.TryParse<PartnerId>(id, out var partner))
        {
            return Problems.NotFound("There is no such partner.");
        }

        return await RunAsync(partner, context, cancellation);
    }

    /// <summary>What waits where a change enables a partner.</summary>
    /// <param name="id">Of the request.</param>
    /// <param name="wished">What the partner becomes.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="seen">As what the partner was seen.</param>
    public static Approval Enabling(Id26 id, Partner wished, Operator who, string seen) => new()
    {
        Id = id,
        Action = "partner.enable",
        Subject = wished.Id.ToString(),
        RequestedBy = who.Name,
        ExpiresAt = default,
        Partner = wished,
        SeenETag = seen,
    };

    private async Task<IResult> RunAsync(PartnerId id, HttpContext context, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await partners.FindAsync(id, cancellation) is not { } stored)
            {
                return Problems.NotFound("There is no such partner.");
            }

            var wished = PartnerRequest.Apply(await RequestBody.ReadAsync(context), stored.Partner, isNew: false);
            var seen = stored.ETag.ToString();
            if (Versions.Refuse(context, seen) is { } refusal)
            {
                return refusal;
            }

            if (tries == 1)
            {
                await log.WriteAsync(context.Operator(), "partner.changed", id.ToString(), reason: null, cancellation, seen: seen);
            }

            if (approvals.IsNeededFor(stored.Partner, wished))
            {
                return await AskAsync(stored.Partner, Enabling(Id26.New(clock.GetUtcNow()), wished, context.Operator(), seen), cancellation);
            }

            try
            {
                Versions.Tell(context, (await partners.SaveAsync(stored with { Partner = wished }, cancellation)).ToString());
                authentication.Forget();
                return Results.Ok(PartnerView.Of(wished));
            }
            catch (StoragePreconditionException) when (tries < Tries)
            {
                // Another operator was faster: the wish is applied to what they left, unless it was for what they changed.
            }
        }
    }

    private async Task<IResult> AskAsync(Partner partner, Approval asked, CancellationToken cancellation)
    {
        var approval = await approvals.AskAsync(asked, cancellation);
        return Results.Json(PartnerView.Of(partner) with { Approval = ApprovalView.Of(approval, approval.State) }, statusCode: StatusCodes.Status202Accepted);
    }
}
