using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>POST /ops/api/partners: a new partner, and this once its token.</summary>
internal sealed class CreatePartner(PartnerStore partners, Approvals approvals, OperatorLog log, Settings settings, TimeProvider clock)
{
    [Function("CreatePartner")]
    [ForOperators]
    [Idempotent]
    [Operation("createPartner", "Create a partner")]
    [Takes(typeof(PartnerBody))]
    [Answers(201, typeof(PartnerView), Says = "The partner, with `client_token`, which is shown this once. Where a second operator must agree, it is disabled until then, and `approval` says so.")]
    [Refuses("stale")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Partners)] HttpRequest request)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        return await RunAsync(context.Operator(), context.Claim(), body, cancellation);
    }

    private async Task<IResult> RunAsync(Operator who, Claim claim, JsonFields body, CancellationToken cancellation)
    {
        var blank = new Partner { Id = new(claim.Id), Name = "", CreatedAt = clock.GetUtcNow() };
        var wished = PartnerRequest.Apply(body, blank, isNew: true);
        var waits = approvals.IsNeededFor(blank, wished);
        var partner = waits ? wished with { OfframpEnabled = false } : wished;
        var token = ClientToken.New(live: !settings.IsLocal);

        await log.WriteAsync(who, "partner.created", partner.Id.ToString(), reason: null, cancellation, claimed: claim.Id);
        if (!claim.IsTakenOver || await partners.FindAsync(partner.Id, cancellation) is not { } made)
        {
            await partners.AddAsync(partner, Secrets.Hash(token), claim.Id, cancellation);
        }
        else if (made.TokenOf == claim.Id)
        {
            // An earlier try made it and died before it could tell the token. Nobody has that token, so it gets another.
            await partners.RotateAsync(made, Secrets.Hash(token), claim.Id, cancellation);
            partner = made.Partner;
        }
        else
        {
            return Problems.Conflict("stale", "The partner was created, and somebody has made it another token since.");
        }

        var view = PartnerView.Of(partner) with { ClientToken = token, Approval = waits ? await AskAsync(wished, who, claim, cancellation) : null };
        return Results.Json(view, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>It is made, and disabled until a second operator agrees.</summary>
    private async Task<ApprovalView> AskAsync(Partner wished, Operator who, Claim claim, CancellationToken cancellation)
    {
        var made = await partners.FindAsync(wished.Id, cancellation);
        var approval = await approvals.AskAsync(ChangePartner.Enabling(claim.Id, wished, who, made!.ETag.ToString()), cancellation);
        return ApprovalView.Of(approval, approval.State);
    }
}
