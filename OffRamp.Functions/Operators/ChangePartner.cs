using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators;

/// <summary>PATCH /ops/api/partners/{id}: changes what the body names. Elsewhere it counts within 30 s.</summary>
internal sealed class ChangePartner(PartnerStore partners, PartnerAuthentication authentication, OperatorLog log)
{
    private const int Tries = 3;

    [Function("ChangePartner")]
    [ForOperators]
    [Operation("changePartner", "Change what the body names")]
    [Takes(typeof(PartnerChangeBody))]
    [Answers(200, typeof(PartnerView))]
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

    private async Task<IResult> RunAsync(PartnerId id, HttpContext context, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await partners.FindAsync(id, cancellation) is not { } stored)
            {
                return Problems.NotFound("There is no such partner.");
            }

            var wished = PartnerRequest.Apply(await RequestBody.ReadAsync(context), stored.Partner, isNew: false);
            if (tries == 1)
            {
                await log.WriteAsync(context.Operator(), "partner.changed", id.ToString(), reason: null, cancellation);
            }

            try
            {
                await partners.SaveAsync(stored with { Partner = wished }, cancellation);
                authentication.Forget();
                return Results.Ok(PartnerView.Of(wished));
            }
            catch (StoragePreconditionException) when (tries < Tries)
            {
                // Another operator was faster: the wish is applied to what they left.
            }
        }
    }
}
