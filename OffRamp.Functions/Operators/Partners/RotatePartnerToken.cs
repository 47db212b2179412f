using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>POST /ops/api/partners/{id}/rotate_token: a new token, and the end of the old one (elsewhere within 30 s).</summary>
internal sealed class RotatePartnerToken(PartnerStore partners, PartnerAuthentication authentication, OperatorLog log, Settings settings)
{
    [Function("RotatePartnerToken")]
    [ForOperators]
    [Idempotent]
    [Operation("rotatePartnerToken", "Make a new client token; the old one ends within 30 s")]
    [Takes(typeof(NoFields), IsOptional = true)]
    [Answers(200, typeof(PartnerView), Says = "The partner, with `client_token`, which is shown this once.")]
    [Refuses("stale")]
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
        var token = ClientToken.New(live: !settings.IsLocal);
        var claimed = context.Claim().Id;
        await log.WriteAsync(context.Operator(), "partner.token_rotated", id.ToString(), reason: null, cancellation, claimed: claimed);
        try
        {
            await partners.RotateAsync(stored, Secrets.Hash(token), claimed, cancellation);
        }
        catch (StoragePreconditionException)
        {
            return Problems.Conflict("stale", "Somebody else changed this partner at the same moment. Look at it again.");
        }
        authentication.Forget();
        return Results.Ok(PartnerView.Of(stored.Partner) with { ClientToken = token });
    }
}
